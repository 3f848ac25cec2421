/** A short name for a text: FNV-1a with 64 bits (Fowler, Noll, Vo) over its UTF-16 units, in hexadecimal. Tells texts apart; hides
 * nothing. */
export function fingerprint(text: string): string {
  // Kept as four 16-bit digits, most significant first: far faster than a BigInt, and plans cover hundreds of cameras at once.
  let [a, b, c, d] = [0xcbf2, 0x9ce4, 0x8422, 0x2325];
  for (let index = 0; index < text.length; index += 1) {
    d ^= text.charCodeAt(index);
    // times 0x100000001b3, that is 2^40 + 0x1b3
    const first = d * 0x1b3;
    const second = c * 0x1b3 + (first >>> 16);
    const third = b * 0x1b3 + (second >>> 16) + ((d & 0xff) << 8);
    const fourth = a * 0x1b3 + (third >>> 16) + (c << 8) + (d >>> 8);
    [a, b, c, d] = [fourth & 0xffff, third & 0xffff, second & 0xffff, first & 0xffff];
  }
  return [a, b, c, d].map((digit) => digit.toString(16).padStart(4, '0')).join('');
}
