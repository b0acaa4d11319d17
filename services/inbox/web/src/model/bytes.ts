// Bytes as people enter and read them.
export type Entry = 'text' | 'hex' | 'base64'

// Nothing when it is not what it should be.
export function base64Of(text: string, entry: Entry): string | undefined {
  if (entry === 'text') return toBase64(new TextEncoder().encode(text))
  const dense = text.replace(/\s+/g, '')
  if (entry === 'hex') {
    if (!/^([0-9a-fA-F]{2})*$/.test(dense)) return undefined
    return toBase64(Uint8Array.from(dense.match(/../g) ?? [], (pair) => parseInt(pair, 16)))
  }
  return /^[A-Za-z0-9+/]*={0,2}$/.test(dense) ? dense : undefined
}

export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

// As UTF-8, else as GB18030, in which some platforms write.
export function readable(base64: string): string {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}
