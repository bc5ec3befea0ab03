// The frame of the pages before sign-in: name of the house, its languages always in sight, one sheet.
import { For, type JSX } from "solid-js";
import { currentTag, offeredLanguages, switchLanguage, useWords } from "../../platform/words.ts";
import "./door.css";

export function DoorFrame(props: { title: string; children: JSX.Element }): JSX.Element {
  const t = useWords();
  return (
    <div class="door">
      <header class="door-head">
        <span class="door-name">
          <svg width="26" height="26" viewBox="0 0 22 22" aria-hidden="true">
            <path class="door-roof" d="M1 8 11 3l10 5v3H1z" />
            <path class="door-posts" d="M4 11v8M11 11v8M18 11v8" />
          </svg>
          Toguna
        </span>
        <nav class="door-languages" aria-label={t("identity.language")}>
          <For each={offeredLanguages()}>
            {({ tag, name }) => (
              <button
                type="button"
                class="door-language"
                lang={tag}
                aria-current={currentTag() === tag ? "true" : undefined}
                onClick={() => void switchLanguage(tag)}
              >
                {name}
              </button>
            )}
          </For>
        </nav>
      </header>
      <main class="door-sheet">
        <h1>{props.title}</h1>
        {props.children}
      </main>
    </div>
  );
}
