// One waiting tap on its way to the server, and what the answer means for it.

import type { Waiting } from "./outbox";

/**
 * - `sent`: acknowledged, it may be forgotten.
 * - `refused`: the server understood and will never take it; the person must be told.
 * - `sign-in`: it waits until somebody signs in again.
 * - `later`: no network, an overloaded server, or an answer that is not ours; it waits.
 */
export type Verdict = "sent" | "refused" | "sign-in" | "later";

/** What a verdict is made from. */
export interface Answer {
  status: number;
  /** The content type without its parameters. */
  kind: string;
  /** The path one was sent on to, if one was. */
  redirectedTo: string | undefined;
}

/** An answer together with what the page shows of it. */
export interface Delivered {
  verdict: Verdict;
  /** Whether anybody answered; when not, the next tap need not be tried. */
  answered: boolean;
  kind: string;
  text: string;
}

export const STREAM = "text/vnd.turbo-stream.html";

/** How long a tap may be under way before the network counts as gone. */
const PATIENCE = 20_000;

/** Answers that say "not now" rather than "no". */
const NOT_NOW = [408, 425, 429];

/**
 * The verdict on an answer. A plain 200 page is not an acknowledgement: the sign-in pages of guest
 * networks answer so. Acknowledged is a stream, 201, 204, or being sent on to `done`.
 */
export function verdict(answer: Answer, done: string): Verdict {
  const { status, kind, redirectedTo } = answer;
  if (status === 401) return "sign-in";
  if (status >= 400 && status < 500) return NOT_NOW.includes(status) ? "later" : "refused";
  if (status < 200 || status >= 300) return "later";
  if (redirectedTo !== undefined) return redirectedTo === done ? "sent" : "sign-in";
  return kind === STREAM || status === 201 || status === 204 ? "sent" : "later";
}

/** Posts a waiting tap. Never throws: what fails on the way is `later`. */
export async function deliver(waiting: Waiting, done: string): Promise<Delivered> {
  const abort = new AbortController();
  const alarm = setTimeout(() => abort.abort(), PATIENCE);
  try {
    const response = await fetch(waiting.url, {
      method: "POST",
      body: waiting.body,
      headers: {
        Accept: `${STREAM}, text/html;q=0.9, application/problem+json;q=0.8`,
        "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
      },
      credentials: "same-origin",
      signal: abort.signal,
    });
    const kind = (response.headers.get("Content-Type") ?? "").split(";")[0]?.trim() ?? "";
    const redirectedTo = response.redirected ? new URL(response.url).pathname : undefined;
    const text = await response.text();
    return {
      verdict: verdict({ status: response.status, kind, redirectedTo }, done),
      answered: true,
      kind,
      text,
    };
  } catch {
    return { verdict: "later", answered: false, kind: "", text: "" };
  } finally {
    clearTimeout(alarm);
  }
}

/** The sentence that a refusal (problem+json) gives the person, if the answer is one. */
export function reason(delivered: Delivered): string | undefined {
  if (delivered.kind !== "application/problem+json") return undefined;
  try {
    return (JSON.parse(delivered.text) as { detail?: string }).detail;
  } catch {
    return undefined;
  }
}
