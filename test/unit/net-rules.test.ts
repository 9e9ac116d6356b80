import { describe, expect, it } from 'vitest'
import { Failure } from '../../main/model/failure.ts'
import { htmlFailure, networkFailure, redactUrl, statusFailure } from '../../main/net/classify.ts'
import {
  isHtml,
  parseContentRange,
  parseUnsatisfiedRange,
  plainEtag,
  retryAfterMs,
} from '../../main/net/headers.ts'
import { proxyOfEnvironment, proxyOfRule } from '../../main/net/proxy.ts'

describe('headers', () => {
  it.each([
    ['bytes 0-9/100', { firstByte: 0, lastByte: 9, totalBytes: 100 }],
    ['bytes 5-5/*', { firstByte: 5, lastByte: 5, totalBytes: null }],
    ['Bytes 0-662000000000/662000000001', { firstByte: 0, lastByte: 662e9, totalBytes: 662e9 + 1 }],
    ['bytes 9-0/100', null],
    ['bytes 0-100/100', null],
    ['bytes */100', null],
    ['items 0-1/2', null],
    ['', null],
    [undefined, null],
  ])('Content-Range %s', (text, range) => {
    expect(parseContentRange(text)).toEqual(range)
  })

  it('reads the total of an unsatisfied range', () => {
    expect(parseUnsatisfiedRange('bytes */18792')).toBe(18792)
    expect(parseUnsatisfiedRange('bytes 0-1/2')).toBeNull()
  })

  it.each([
    ['7', 7000],
    ['0', 0],
    ['-5', null],
    ['1e9', null],
    ['999999', 7_200_000],
    ['Thu, 01 Jan 1970 00:01:00 GMT', 50_000],
    ['Thu, 01 Jan 1970 00:00:01 GMT', 0],
    ['soon', null],
    ['', null],
    [undefined, null],
  ])('Retry-After %s', (text, waitMs) => {
    expect(retryAfterMs(text, 10_000)).toBe(waitMs)
  })

  it('strips marks and quotes of an ETag', () => {
    expect(plainEtag('W/"a-1"')).toBe('a-1')
    expect(plainEtag('"a-1"')).toBe('a-1')
    expect(plainEtag('a-1')).toBe('a-1')
    expect(plainEtag('""')).toBeNull()
    expect(plainEtag(undefined)).toBeNull()
  })

  it('knows a web page by its type or its first bytes', () => {
    expect(isHtml('text/html; charset=utf-8')).toBe(true)
    expect(isHtml(undefined, '\n<!DOCTYPE html><p>')).toBe(true)
    expect(isHtml('application/octet-stream', '<html lang="en">')).toBe(true)
    expect(isHtml('application/json', '<html>')).toBe(false)
    expect(isHtml('application/octet-stream', '<?xml version="1.0"?>')).toBe(false)
  })
})

const context = { kind: 'data', nowMs: 0 } as const
function of(
  status: number,
  more: { headers?: Record<string, string>; body?: string; url?: string },
) {
  const answer = {
    status,
    headers: more.headers ?? {},
    url: more.url ?? 'https://bucket.example/blobs/x',
  }
  return statusFailure(answer, { ...context, bodyStart: more.body ?? '' })
}

describe('what a status means', () => {
  it.each([
    [401, 'auth.required', 'ask-user'],
    [403, 'auth.denied', 'ask-user'],
    [404, 'remote.gone', 'give-up'],
    [408, 'http.status', 'retry-later'],
    [410, 'remote.gone', 'give-up'],
    [412, 'remote.changed', 'give-up'],
    [416, 'range.wrong', 'retry-now'],
    [425, 'http.status', 'retry-later'],
    [429, 'http.throttled', 'retry-later'],
    [400, 'http.status', 'give-up'],
    [500, 'http.status', 'retry-later'],
    [502, 'http.status', 'retry-later'],
    [504, 'http.status', 'retry-later'],
    [511, 'remote.html', 'ask-user'],
  ])('%i is %s: %s', (status, code, remedy) => {
    expect(of(status, {})).toMatchObject({ code, remedy, details: { status } })
  })

  it('a missing document is not found, missing data are gone', () => {
    const answer = { status: 404, headers: {}, url: 'https://api.example/api/' }
    expect(statusFailure(answer, { kind: 'document', nowMs: 0 }).code).toBe('remote.not-found')
  })

  it('503 with Retry-After or SlowDown is a throttle, with its wait', () => {
    expect(of(503, { headers: { 'retry-after': '3' } })).toMatchObject({
      code: 'http.throttled',
      details: { retryAfterMs: 3000 },
    })
    expect(of(503, { body: '<Error><Code>SlowDown</Code>' }).code).toBe('http.throttled')
    expect(of(503, { body: '<html>' }).code).toBe('http.status')
  })

  it('403 of a signed URL or an expired request asks for a new URL', () => {
    const url = 'https://b.example/x?X-Amz-Signature=secret&X-Amz-Expires=5'
    const failure = of(403, { url })
    expect(failure).toMatchObject({ code: 'auth.expired', remedy: 'retry-now' })
    expect(JSON.stringify(failure.details)).not.toContain('secret')
    expect(of(403, { body: '<Message>Request has expired</Message>' }).code).toBe('auth.expired')
  })

  it('403 as a web page comes from something in between', () => {
    expect(of(403, { headers: { 'content-type': 'text/html' } }).code).toBe('remote.html')
    expect(htmlFailure({ status: 200, headers: {}, url: 'https://a/' }).code).toBe('remote.html')
  })
})

describe('what an error of the network means', () => {
  const coded = (code: string) => Object.assign(new Error('x'), { code })
  it.each([
    ['ENOTFOUND', 'net.unreachable'],
    ['ECONNRESET', 'net.cut'],
    ['UND_ERR_BODY_TIMEOUT', 'net.timeout'],
    ['HPE_INVALID_CONSTANT', 'net.cut'],
    ['CERT_HAS_EXPIRED', 'net.certificate'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'net.certificate'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'net.certificate'],
  ])('%s is %s', (code, expected) => {
    expect(networkFailure(coded(code), 'https://a.example/')).toMatchObject({ code: expected })
  })

  it('looks into joined errors and causes', () => {
    const joined = new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')])
    expect(networkFailure(joined, 'https://a/')).toMatchObject({ code: 'net.unreachable' })
    const outer = Object.assign(new Error('x', { cause: coded('CERT_HAS_EXPIRED') }), {
      code: 'UND_ERR_SOCKET',
    })
    expect(networkFailure(outer, 'https://a/')).toMatchObject({ code: 'net.certificate' })
  })

  it('leaves bugs and failures as they are', () => {
    const bug = new TypeError('undefined is not a function')
    expect(networkFailure(bug, 'https://a/')).toBe(bug)
    const failure = new Failure('remote.html', 'retry-later')
    expect(networkFailure(failure, 'https://a/')).toBe(failure)
  })
})

describe('a URL that may be shown', () => {
  it.each([
    ['https://u:p@a.example/x?y=1#z', 'https://a.example/x?y=1'],
    ['https://a.example/x?X-Amz-Signature=s&y=1', 'https://a.example/x?…'],
    ['https://a.example/?access_token=s', 'https://a.example/?…'],
    ['nonsense', '(not a URL)'],
  ])('%s', (url, shown) => {
    expect(redactUrl(url)).toBe(shown)
  })
})

describe('proxies', () => {
  const env = { https_proxy: 'http://p:1', ALL_PROXY: 'https://q:2' }
  it.each([
    [{ ...env }, 'https://a.example/', 'http://p:1'],
    [{ ...env }, 'http://a.example/', 'https://q:2'],
    [{ HTTPS_PROXY: 'p:3128' }, 'https://a.example/', 'http://p:3128'],
    [{ HTTPS_PROXY: '' }, 'https://a.example/', undefined],
    [{ ...env, NO_PROXY: '*' }, 'https://a.example/', null],
    [{ ...env, no_proxy: 'b, a.example' }, 'https://a.example/', null],
    [{ ...env, no_proxy: '.example' }, 'https://a.example/', null],
    [{ ...env, no_proxy: '*.example' }, 'https://a.example/', null],
    [{ ...env, no_proxy: 'ample' }, 'https://a.example/', 'http://p:1'],
    [{ ...env, no_proxy: 'a.example:8443' }, 'https://a.example/', 'http://p:1'],
    [{ ...env, no_proxy: 'a.example:8443' }, 'https://a.example:8443/', null],
    [{ ...env, no_proxy: 'a.example:443' }, 'https://a.example/', null],
    [{ ...env, no_proxy: '10.0.0.0/8' }, 'https://10.1.2.3/', null],
    [{ ...env, no_proxy: '10.0.0.0/8' }, 'https://11.1.2.3/', 'http://p:1'],
    [{ ...env, no_proxy: '::1' }, 'https://[::1]/', null],
    [{ ...env, no_proxy: '[::1]:99' }, 'https://[::1]:99/', null],
  ])('%j, %s', (environment, url, proxy) => {
    expect(proxyOfEnvironment(url, environment)).toBe(proxy)
  })

  it.each([
    ['DIRECT', null],
    ['PROXY a:1; DIRECT', 'http://a:1'],
    ['HTTPS a:1', 'https://a:1'],
    ['SOCKS5 a:1; PROXY b:2', 'http://b:2'],
    ['SOCKS a:1; DIRECT', null],
    ['proxy a:1;proxy b:2', 'http://a:1'],
    ['PROXY [::1]:3128', 'http://[::1]:3128'],
    ['http://user:pass@a:1', 'http://user:pass@a:1'],
    [' ; ', null],
    ['http://a:1', 'http://a:1'],
    ['a:1', 'http://a:1'],
    ['', null],
    [null, null],
  ])('rule %s', (rule, proxy) => {
    expect(proxyOfRule(rule)).toBe(proxy)
  })

  it.each([
    ['SOCKS a:1', 'SOCKS a:1'],
    ['SOCKS5 a:1; SOCKS4 b:2', 'SOCKS5 a:1'],
    ['QUIC a:443', 'QUIC a:443'],
    ['socks5://user:pass@a:1', 'socks5://a:1'],
    ['PROXY :::', 'PROXY :::'],
  ])('rule %s names none that can be used', (rule, proxy) => {
    const expected = { code: 'net.proxy', remedy: 'ask-user', details: { proxy, reason: 'named' } }
    expect(() => proxyOfRule(rule)).toThrow(expect.objectContaining(expected))
  })

  it('of the environment that cannot be used is a failure, unless it is not asked', () => {
    const socks = { ALL_PROXY: 'socks5h://user:pass@q:2', NO_PROXY: 'home.example' }
    const details = { proxy: 'socks5h://q:2', reason: 'named' }
    expect(() => proxyOfEnvironment('https://a.example/', socks)).toThrow(
      expect.objectContaining({ code: 'net.proxy', details }),
    )
    expect(proxyOfEnvironment('https://home.example/', socks)).toBeNull()
  })
})
