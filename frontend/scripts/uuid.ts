// Time-ordered ids made in the browser (UUIDv7, RFC 9562 section 5.7), so that a record keeps its
// identity when it is sent twice.

/** A UUIDv7 of a moment in milliseconds since 1970 and ten random bytes. */
export function uuidV7(milliseconds: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  let rest = milliseconds;
  for (let index = 5; index >= 0; index--) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  const [version = 0, variant = 0] = [bytes[6], bytes[8]];
  bytes[6] = 0x70 | (version & 0x0f);
  bytes[8] = 0x80 | (variant & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** A new id of this moment. */
export function newId(): string {
  return uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}
