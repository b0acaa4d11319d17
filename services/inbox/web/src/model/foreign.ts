// Text that somebody else wrote, cut into what is shown as it is and what would be invisible or move other text about.
// Those characters are shown by their number.
export interface Piece { text: string; hidden: boolean }

// Controls but for tab and line feed, bidirectional marks, zero-width characters, line separators, tags, soft hyphen.
const unseen =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu
// More marks than any script stacks on one letter.
const storm = /(\p{M}{4})\p{M}+/gu

export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  const calm = text.replace(/\r\n/g, '\n').replace(storm, '$1…')
  let from = 0
  for (const match of calm.matchAll(unseen)) {
    if (match.index > from) pieces.push({ text: calm.slice(from, match.index), hidden: false })
    const number = match[0].codePointAt(0) ?? 0
    pieces.push({ text: `U+${number.toString(16).toUpperCase().padStart(4, '0')}`, hidden: true })
    from = match.index + match[0].length
  }
  if (from < calm.length) pieces.push({ text: calm.slice(from), hidden: false })
  return pieces
}
