// The navigation of a room: groups of entries under headings that fold. What one may not open is not shown.
import { useLocation } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import type { Act } from "../../backend/identity/model.ts";
import { formatNumber } from "../platform/format.ts";
import { useWords } from "../platform/words.ts";
import { roomHere } from "./room.ts";
import { can } from "./session.ts";

/** One entry: address under the room, key of its words, and the act that opens it. */
export interface NavigationEntry {
  href: string;
  words: string;
  act?: Act;
  count?: () => number | string | undefined;
  /** Other addresses whose pages belong to this entry. */
  also?: readonly string[];
  /** Where several entries share an address: whether the query is this entry's. */
  isQuery?: (query: URLSearchParams) => boolean;
  /** Second key after G, by its place: "KeyI". */
  key?: string;
}
export interface NavigationGroup {
  /** Names the group in the browser's memory; a group without it never folds. */
  id?: string;
  /** Key of the heading; the first group may have none. */
  words?: string;
  /** Folded until the person unfolds it, unless the page one is on stands in it. */
  isFolded?: boolean;
  entries: readonly NavigationEntry[];
}

const storageKey = "toguna.navigation";
/** Fewer entries than this need no folding. */
const fewEntries = 14;
const [choices, setChoices] = createSignal<Record<string, boolean>>(readChoices());

/** What a person may open, group by group. */
export function entriesFor(groups: readonly NavigationGroup[]): NavigationGroup[] {
  return groups
    .map((group) => ({ ...group, entries: group.entries.filter((entry) => !entry.act || can(entry.act)) }))
    .filter((group) => group.entries.length > 0);
}

/** The entry of an address: the longest that begins it, so that a page under another is not both. */
function entryOf(groups: readonly NavigationGroup[], path: string, search: string): NavigationEntry | undefined {
  const query = new URLSearchParams(search);
  let best: { entry: NavigationEntry; length: number } | undefined;
  for (const entry of groups.flatMap((group) => group.entries)) {
    const own = entry.href.split("?")[0] ?? "";
    for (const address of [own, ...(entry.also ?? [])]) {
      const begins = path === address || (address !== "/" && path.startsWith(`${address}/`));
      if (begins && address.length > (best?.length ?? 0) && (entry.isQuery?.(query) ?? true))
        best = { entry, length: address.length };
    }
  }
  return best?.entry;
}

export function NavigationGroups(props: {
  isOpen: boolean;
  groups: readonly NavigationGroup[];
  /** Stands after the first group: a person's own entries. */
  own?: JSX.Element;
}): JSX.Element {
  const t = useWords();
  const location = useLocation();
  const groups = () => entriesFor(props.groups);
  const isShort = () => groups().reduce((sum, group) => sum + group.entries.length, 0) < fewEntries;
  const current = () => entryOf(groups(), location.pathname.slice(roomHere().length + 1) || "/", location.search);
  const isUnfolded = (group: NavigationGroup): boolean => {
    if (group.id === undefined) return true;
    const here = current();
    const isHere = here !== undefined && group.entries.includes(here);
    return choices()[group.id] ?? (isHere || !group.isFolded || isShort());
  };
  return (
    <nav
      class="navigation"
      id="navigation"
      aria-label={t("desk.menu")}
      data-open={props.isOpen ? "" : undefined}
      onKeyDown={walk}
    >
      <For each={groups()}>
        {(group, index) => (
          <>
            <Show when={group.words}>
              {(words) => (
                <h2 class="nav-heading">
                  <Show when={group.id} fallback={t(words())}>
                    {(id) => (
                      <button
                        type="button"
                        class="nav-fold"
                        aria-expanded={isUnfolded(group)}
                        aria-controls={`nav-${id()}`}
                        onClick={() => choose(group.id ?? "", !isUnfolded(group))}
                      >
                        {t(words())}
                      </button>
                    )}
                  </Show>
                </h2>
              )}
            </Show>
            <ul
              id={group.id && `nav-${group.id}`}
              hidden={!isUnfolded(group)}
              // Two groups may have an entry of one name ("Mine"): who hears one hears of which group.
              aria-label={group.words && t(group.words)}
            >
              <For each={group.entries}>
                {(entry) => (
                  <NavigationItem
                    href={entry.href}
                    label={t(entry.words)}
                    isCurrent={current() === entry}
                    count={entry.count?.()}
                  />
                )}
              </For>
            </ul>
            <Show when={index() === 0}>{props.own}</Show>
          </>
        )}
      </For>
    </nav>
  );
}

export function NavigationItem(props: {
  href: string;
  label: string;
  isCurrent: boolean;
  count?: number | string | undefined;
  hint?: string | undefined;
}): JSX.Element {
  const count = () => (typeof props.count === "number" ? formatNumber(props.count) : props.count);
  return (
    <li>
      <a
        href={`/${roomHere()}${props.href}`}
        class="nav-item"
        aria-current={props.isCurrent ? "page" : undefined}
        title={props.hint}
      >
        <span>{props.label}</span>
        <Show when={count() !== undefined}>
          <span class="nav-count figures">{count()}</span>
        </Show>
      </a>
    </li>
  );
}

// The arrows walk headings and entries; left folds a group, right unfolds it.
function walk(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>("a, button")].filter(
    (stop) => stop.closest("[hidden]") === null,
  );
  const here = document.activeElement;
  const at = stops.findIndex((stop) => stop === here);
  if (event.code === "ArrowDown" || event.code === "ArrowUp") {
    const next = stops[at + (event.code === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
  } else if (event.code === "ArrowLeft" || event.code === "ArrowRight") {
    const isUnfolding = event.code === "ArrowRight";
    if (here?.getAttribute("aria-expanded") === String(!isUnfolding) && here instanceof HTMLElement) here.click();
  }
}

function choose(id: string, isUnfolded: boolean): void {
  setChoices((known) => ({ ...known, [id]: isUnfolded }));
  try {
    localStorage.setItem(storageKey, JSON.stringify(choices()));
  } catch {
    // Storage refused: the choice lasts as long as the page.
  }
}

function readChoices(): Record<string, boolean> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    return Object.fromEntries(
      Object.entries(kept).filter((pair): pair is [string, boolean] => typeof pair[1] === "boolean"),
    );
  } catch {
    return {};
  }
}
