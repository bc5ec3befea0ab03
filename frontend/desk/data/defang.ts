// Dangerous values written so that nothing makes a link of them: hxxp, [.], [@]. Pure.

const dangerous = new Set(["url", "domain", "ipv4", "ipv6", "cidr", "email"]);

/** The value as it may be shown or pasted. A value that is harmless, or harmless already, comes back as it is. */
export function defang(kind: string, value: string): string {
  if (!dangerous.has(kind) || /\[\.\]|hxxp/i.test(value)) return value;
  if (kind === "ipv6") return value.replace(/:(?=[^:]*$)/, "[:]");
  if (kind === "email") return value.replace("@", "[@]").replace(/\.(?=[^.]*$)/, "[.]");
  if (kind !== "url") return value.replaceAll(".", "[.]");
  const parts = /^([a-z][a-z0-9+.-]*:\/\/)?([^/?#]*)([\s\S]*)$/i.exec(value);
  if (!parts) return value.replaceAll(".", "[.]");
  const [, scheme = "", host = "", rest = ""] = parts;
  return scheme.replace(/^http/i, "hxxp").replace(/^ftp/i, "fxp") + host.replaceAll(".", "[.]") + rest;
}

/** A running text with its web addresses made harmless. */
export function defangText(text: string): string {
  return text.replace(/\b(?:https?|ftp):\/\/\S+/gi, (address) => defang("url", address));
}
