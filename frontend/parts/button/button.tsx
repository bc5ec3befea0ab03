// A button that names its act and shows its key. `look` is how much it asks for attention; `isBusy` keeps its width and says so.
import { type JSX, Show, splitProps } from "solid-js";
import { KeyHint } from "../key-hint/key-hint.tsx";
import "./button.css";

export type ButtonLook = "main" | "plain" | "quiet" | "danger";

export interface ButtonProps extends Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, "style"> {
  look?: ButtonLook;
  /** The key as shown ("1", "Ctrl K"). */
  hint?: string | undefined;
  isBusy?: boolean;
  isSmall?: boolean;
}

export function Button(props: ButtonProps): JSX.Element {
  const [own, rest] = splitProps(props, ["look", "hint", "isBusy", "isSmall", "class", "children"]);
  return (
    <button
      type="button"
      {...rest}
      class={`button ${own.class ?? ""}`}
      data-look={own.look ?? "plain"}
      data-small={own.isSmall ? "" : undefined}
      aria-busy={own.isBusy ? "true" : undefined}
      aria-keyshortcuts={own.hint}
    >
      <span class="button-words">{own.children}</span>
      <Show when={own.hint}>{(hint) => <KeyHint of={hint()} />}</Show>
    </button>
  );
}
