// A menu behind a button: acts, or a choice of one.
import { DropdownMenu } from "@kobalte/core/dropdown-menu";
import { For, type JSX, Show } from "solid-js";
import "../key-hint/key-hint.css";
import "../button/button.css";
import "./menu.css";

export interface MenuItem {
  label: string;
  /** The key that does the same; part of the item's name, as it is seen beside its words (WCAG 2.5.3). */
  hint?: string | undefined;
  /** Chosen or not; absent where the item is an act. */
  isOn?: boolean;
  /** Chosen besides others, not instead of them. */
  isTick?: boolean;
  /** A heading above this item. */
  under?: string;
  run: () => void;
}

export function Menu(props: {
  label: JSX.Element;
  name?: string;
  items: MenuItem[];
  look?: "plain" | "quiet";
  isChosen?: boolean;
}): JSX.Element {
  return (
    <DropdownMenu gutter={4} preventScroll={false}>
      <DropdownMenu.Trigger
        class="button"
        data-look={props.look ?? "quiet"}
        data-small=""
        data-chosen={props.isChosen ? "" : undefined}
        aria-label={props.name}
      >
        <span class="button-words">{props.label}</span>
        <span aria-hidden="true">▾</span>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="menu">
          <For each={props.items}>
            {(item) => (
              <>
                <Show when={item.under}>
                  <p class="menu-heading">{item.under}</p>
                </Show>
                <DropdownMenu.Item
                  class="menu-item"
                  onSelect={() => item.run()}
                  data-on={item.isOn ? "" : undefined}
                  role={item.isOn === undefined ? "menuitem" : item.isTick ? "menuitemcheckbox" : "menuitemradio"}
                  aria-checked={item.isOn}
                >
                  <span class="menu-tick" aria-hidden="true">
                    {item.isOn ? "✓" : ""}
                  </span>
                  <DropdownMenu.ItemLabel class="menu-label">
                    <span>{item.label}</span>
                    <Show when={item.hint}>{(hint) => <kbd class="key-hint">{hint()}</kbd>}</Show>
                  </DropdownMenu.ItemLabel>
                </DropdownMenu.Item>
              </>
            )}
          </For>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}
