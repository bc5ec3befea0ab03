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

/** A value whose kind is not known, by its look; names of files stay as they are. */
export function defangUnknown(value: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return defang("url", value);
  if (/^[^\s@]+@[^\s@]+$/.test(value)) return defang("email", value);
  const isHost = /^(?:[\p{L}\d_-]+\.)+(?:\p{L}{2,}|\d{1,3}(?:\/\d+)?|xn--[a-z\d-]+)$/u.test(value);
  const isFile =
    /\.(?:exe|dll|js|vbs|ps1|docx?|xlsx?|pdf|zip|png|jpe?g|txt|evtx|json|html?|apk|lnk|bat|cmd|sys|scr|hta|py|sh|log)$/i;
  return isHost && !isFile.test(value) ? defang("domain", value) : value;
}

/** A running text with its web addresses made harmless. */
export function defangText(text: string): string {
  return text.replace(/\b(?:https?|ftp):\/\/\S+/gi, (address) => defang("url", address));
}
