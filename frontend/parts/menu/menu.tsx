// A menu behind a button: acts, or a choice of one.
import { DropdownMenu } from "@kobalte/core/dropdown-menu";
import { For, type JSX, Show } from "solid-js";
import { KeyHint } from "../key-hint/key-hint.tsx";
import "../button/button.css";
import "./menu.css";

export interface MenuItem {
  label: string;
  hint?: string | undefined;
  isOn?: boolean;
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
                <DropdownMenu.Item class="menu-item" onSelect={() => item.run()} data-on={item.isOn ? "" : undefined}>
                  <span class="menu-tick" aria-hidden="true">
                    {item.isOn ? "✓" : ""}
                  </span>
                  <DropdownMenu.ItemLabel>{item.label}</DropdownMenu.ItemLabel>
                  <Show when={item.hint}>{(hint) => <KeyHint of={hint()} />}</Show>
                </DropdownMenu.Item>
              </>
            )}
          </For>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}
