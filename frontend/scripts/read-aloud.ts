// "Read to me": speaks the page's main text, or that of the element named by data-read; pressed
// again it is quiet. What carries data-silent is left out.
//
//   <button type="button" data-act="read-aloud" data-needs="speech" aria-pressed="false" hidden>…</button>

/** A little slower than the voice's own pace. */
const RATE = 0.9;

/**
 * A text cut into what is spoken in one breath. Long utterances are broken off by Chromium, and a
 * list read without stops is not understood.
 */
export function breaths(text: string): string[] {
  return text
    .split(/\n+|([^\n。！？!?；;]*[。！？!?；;])/u)
    .map((piece) => piece?.trim() ?? "")
    .filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}

export function readAloud(button: HTMLElement): void {
  const speaking = button.getAttribute("aria-pressed") === "true";
  speechSynthesis.cancel();
  button.setAttribute("aria-pressed", String(!speaking));
  if (speaking) return;
  const asked = button.dataset["read"];
  const source = asked ? document.getElementById(asked) : document.querySelector("main");
  const spoken = source ? breaths(audible(source)) : [];
  const end = () => button.setAttribute("aria-pressed", "false");
  if (spoken.length === 0) end();
  spoken.forEach((piece, index) => {
    const utterance = new SpeechSynthesisUtterance(piece);
    utterance.lang = document.documentElement.lang;
    utterance.rate = RATE;
    utterance.onerror = end;
    if (index === spoken.length - 1) utterance.onend = end;
    speechSynthesis.speak(utterance);
  });
}

/** What an element shows, without what is silent. */
function audible(source: HTMLElement): string {
  const silent = Array.from(source.querySelectorAll<HTMLElement>("[data-silent]:not([hidden])"));
  for (const element of silent) element.hidden = true;
  // Not textContent: only innerText leaves out what is hidden.
  const text = source.innerText;
  for (const element of silent) element.hidden = false;
  return text;
}
