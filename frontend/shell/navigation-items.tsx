// The navigation of a room: its frame, and entries under headings. What one may not open is not shown.
import { useLocation } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { Act } from "../../backend/identity/model.ts";
import { formatNumber } from "../platform/format.ts";
import { useWords } from "../platform/words.ts";
import { roomHere } from "./room.ts";
import { can } from "./session.ts";

export function NavigationFrame(props: { isOpen: boolean; children: JSX.Element }): JSX.Element {
  const t = useWords();
  return (
    <nav class="navigation" id="navigation" aria-label={t("desk.menu")} data-open={props.isOpen ? "" : undefined}>
      {props.children}
    </nav>
  );
}

export function NavigationItem(props: {
  href: string;
  label: string;
  isCurrent: boolean;
  count?: number | undefined;
}): JSX.Element {
  return (
    <li>
      <a href={`/${roomHere()}${props.href}`} class="nav-item" aria-current={props.isCurrent ? "page" : undefined}>
        <span>{props.label}</span>
        <Show when={props.count !== undefined}>
          <span class="nav-count figures">{formatNumber(props.count ?? 0)}</span>
        </Show>
      </a>
    </li>
  );
}

/** One entry of a navigation that is a list: address under the room, key of its words, and the act that opens it. */
export interface NavigationEntry {
  href: string;
  words: string;
  act?: Act;
  count?: () => number | undefined;
}
export interface NavigationGroup {
  /** Key of the heading; the first group may have none. */
  words?: string;
  entries: readonly NavigationEntry[];
}

/** A navigation that is a list of groups. */
export function NavigationGroups(props: { isOpen: boolean; groups: readonly NavigationGroup[] }): JSX.Element {
  const t = useWords();
  const location = useLocation();
  const isIn = (href: string): boolean => {
    const path = `/${roomHere()}${href}`;
    return href === "/" ? location.pathname === path : location.pathname.startsWith(path);
  };
  const shown = (group: NavigationGroup) => group.entries.filter((entry) => entry.act === undefined || can(entry.act));
  return (
    <NavigationFrame isOpen={props.isOpen}>
      <For each={props.groups.filter((group) => shown(group).length > 0)}>
        {(group) => (
          <>
            <Show when={group.words}>{(words) => <h2 class="nav-heading">{t(words())}</h2>}</Show>
            <ul>
              <For each={shown(group)}>
                {(entry) => (
                  <NavigationItem
                    href={entry.href}
                    label={t(entry.words)}
                    isCurrent={isIn(entry.href)}
                    count={entry.count?.()}
                  />
                )}
              </For>
            </ul>
          </>
        )}
      </For>
    </NavigationFrame>
  );
}
