// The one search over reports, cases, the register and values seen. The key `/` brings one here.
import { useNavigate, useSearchParams } from "@solidjs/router";
import { createEffect, createSignal, type JSX, Show } from "solid-js";
import { KeyHint } from "../../parts/key-hint/key-hint.tsx";
import { useWords } from "../../platform/words.ts";
import { areKeysOff, offerActs } from "../../shell/keys.ts";

export function SearchBox(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const [params] = useSearchParams<{ text?: string }>();
  const [text, setText] = createSignal(params.text ?? "");
  createEffect(() => setText(params.text ?? ""));
  let box: HTMLInputElement | undefined;
  offerActs(() => [
    {
      id: "search",
      label: () => t("desk.search.label"),
      group: () => t("desk.keys.everywhere"),
      keys: ["Slash"],
      run: () => {
        box?.focus();
        box?.select();
      },
    },
  ]);
  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = text().trim();
        navigate(wanted === "" ? "/reports" : `/search?text=${encodeURIComponent(wanted)}`);
        box?.blur();
      }}
    >
      <input
        ref={(element) => (box = element)}
        type="search"
        class="search-box"
        aria-label={t("desk.search.label")}
        placeholder={t("desk.search.hint")}
        value={text()}
        maxLength={200}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <Show when={!areKeysOff()}>
        <KeyHint of="/" />
      </Show>
    </form>
  );
}
