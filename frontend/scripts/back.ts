// "Back to the page before": the link's own address serves those who came from elsewhere or have
// no script.
//
//   <a href="/" data-act="back">…</a>

/** Whether the page before is one of ours, so that going back does not leave the site. */
export function cameFromHere(referrer: string, origin: string): boolean {
  return referrer === origin || referrer.startsWith(`${origin}/`);
}

export function back(_link: HTMLElement, event: Event): void {
  if (history.length < 2 || !cameFromHere(document.referrer, location.origin)) return;
  event.preventDefault();
  history.back();
}
