// Where people of authorities and of the committee can go. A page is added here and as a lazy route in office.tsx.
import type { NavigationGroup } from "../shell/navigation-items.tsx";

export const groups: readonly NavigationGroup[] = [
  { entries: [{ href: "/", words: "authority.nav.home" }] },
  { words: "authority.nav.account", entries: [{ href: "/me", words: "authority.nav.me" }] },
];
