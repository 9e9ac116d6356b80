const rules: readonly (readonly [RegExp, string])[] = [
  [/(\bauthorization["']?\s*[:=]\s*["']?(?:token|bearer|basic)\s+)[^\s"',}]+/gi, '$1***'],
  [/(\b(?:token|bearer)\s+)[0-9a-z._~+/-]{20,}=*/gi, '$1***'],
  [/([?&](?:x-amz-[a-z-]+|signature|awsaccesskeyid|token|key|sig)=)[^&\s"']+/gi, '$1***'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:"']+:[^\s/@"']+@/gi, '$1***@'],
  [/(_API_KEY["']?\s*[:=]\s*["']?)[^\s"',}]+/g, '$1***'],
  // An API key: 40 hexadecimal digits. No digest that Dandelion shows has that length.
  [/\b[0-9a-f]{40}\b/gi, '***'],
]

/** Takes keys, signatures and passwords out of a text. Everything that is logged passes here. */
export function redact(text: string): string {
  return rules.reduce((clean, [pattern, by]) => clean.replace(pattern, by), text)
}
