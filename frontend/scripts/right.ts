// A right to rate, made on the device: the guest gets the token, the record carries its key, and
// neither can be told from the other.

/** 128 random bits, and the SHA-256 of their text; both base64url without padding. */
export interface Right {
  token: string;
  key: string;
}

/** A new right; none where the browser does no cryptography, as on a page that came in the clear. */
export async function newRight(): Promise<Right | undefined> {
  // Older browsers leave it undefined there, whatever the types say.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (!subtle) return undefined;
  const token = base64Url(crypto.getRandomValues(new Uint8Array(16)));
  return { token, key: await keyOf(subtle, token) };
}

async function keyOf(subtle: SubtleCrypto, token: string): Promise<string> {
  return base64Url(new Uint8Array(await subtle.digest("SHA-256", new TextEncoder().encode(token))));
}

function base64Url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
