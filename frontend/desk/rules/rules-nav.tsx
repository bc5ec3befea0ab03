// The ways through the room of rules: rules, packs, allow-list.
import { useLocation } from "@solidjs/router";
import { For, type JSX } from "solid-js";
import { useWords } from "../../platform/words.ts";

const places = [
  { name: "rules", href: "/desk/rules" },
  { name: "packs", href: "/desk/rules/packs" },
  { name: "allow_list", href: "/desk/rules/allow-list" },
] as const;

export function RulesNav(): JSX.Element {
  const t = useWords();
  const location = useLocation();
  const current = (): string => {
    const { pathname } = location;
    if (/^\/desk\/rules\/(packs|imports)/.test(pathname)) return "packs";
    return pathname.startsWith("/desk/rules/allow-list") ? "allow_list" : "rules";
  };
  return (
    <nav class="room-nav" aria-label={t("rules.title")}>
      <For each={places}>
        {(place) => (
          <a
            href={place.href}
            aria-current={current() === place.name ? (location.pathname === place.href ? "page" : "true") : undefined}
          >
            {t(`rules.nav.${place.name}`)}
          </a>
        )}
      </For>
    </nav>
  );
}
