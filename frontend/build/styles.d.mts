/** The bundled, lowered and minified text of a style sheet and everything it imports. */
export function styles(entry: string): Promise<Uint8Array>;
/** A foreign style sheet, lowered and minified. */
export function foreignStyles(entry: string): Uint8Array;
