/**
 * What is used of undici, file by file: the whole of it, with its own fetch and WebSocket, takes
 * twice as long to load, in every process and every worker.
 */
import api from 'undici/lib/api/index.js'
import buildConnector from 'undici/lib/core/connect.js'
import Agent from 'undici/lib/dispatcher/agent.js'
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js'
import Pool from 'undici/lib/dispatcher/pool.js'
import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js'

// As undici's own entry does it: `request` is ours, proxies call `connect`.
Object.assign(Dispatcher.prototype, api)

export { Agent, buildConnector, Pool, ProxyAgent }
