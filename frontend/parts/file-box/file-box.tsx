// A choice of files in the page's own language: the browser's box speaks the browser's. The real input lies over the whole box, so that a click, a key and a drop reach it.
import { createSignal, type JSX, Show, splitProps } from "solid-js";
import { useWords } from "../../platform/words.ts";
import "./file-box.css";

type FileBoxProps = Omit<JSX.InputHTMLAttributes<HTMLInputElement>, "style"> & {
  /** What is chosen is taken at once and shown elsewhere: the box keeps no names. */
  isTakenAtOnce?: boolean | undefined;
};

export function FileBox(props: FileBoxProps): JSX.Element {
  const t = useWords();
  const [own, rest] = splitProps(props, ["class", "type", "onChange", "isTakenAtOnce"]);
  const [names, setNames] = createSignal<string[]>([]);
  const take: JSX.ChangeEventHandler<HTMLInputElement, Event> = (event) => {
    setNames(own.isTakenAtOnce ? [] : Array.from(event.currentTarget.files ?? [], ({ name }) => name));
    if (typeof own.onChange === "function") own.onChange(event);
  };
  return (
    <span class={`file-box ${own.class ?? ""}`} data-off={rest.disabled ? "" : undefined}>
      <input {...rest} type="file" class="file-box-input" onChange={take} />
      <span class="file-box-act" aria-hidden="true">
        {rest.multiple ? t("common.file.choose_many") : t("common.file.choose")}
      </span>
      <Show
        when={names().length > 0}
        fallback={
          <Show when={!own.isTakenAtOnce}>
            <span class="file-box-none" aria-hidden="true">
              {t("common.file.none")}
            </span>
          </Show>
        }
      >
        <span class="file-box-names">{names().join(", ")}</span>
      </Show>
    </span>
  );
}
