// The web application's manifest (W3C): the portal on a home screen opens with the short report, which works without a line.
import type { View } from "../view.ts";

export function manifestOf({ say, language, statics }: View): object {
  return {
    name: say("edge.app.name"),
    short_name: say("portal.brand"),
    lang: language,
    id: "/short",
    start_url: "/short",
    scope: "/",
    display: "standalone",
    background_color: "#fbfaf7",
    theme_color: "#26408b",
    icons: [{ src: statics.icon, type: "image/svg+xml", sizes: "any", purpose: "any" }],
  };
}
