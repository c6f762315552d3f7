/** The address if it is safe to follow, else null: no script, no file, nothing of this page's own. */
export function safeAddress(address: string | undefined): string | null {
  try {
    const { protocol, href } = new URL(address ?? "");
    return ["http:", "https:", "mailto:"].includes(protocol) ? href : null;
  } catch {
    return null;
  }
}
