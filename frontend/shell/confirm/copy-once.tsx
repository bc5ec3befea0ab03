// A secret that is shown this once: a box to read it, a button to copy it.
import { createSignal, type JSX, onMount } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { useWords } from "../../platform/words.ts";
import "../account/people.css";

export function CopyOnce(props: { label: string; value: string }): JSX.Element {
  const t = useWords();
  const [isCopied, setCopied] = createSignal(false);
  let place: HTMLDivElement | undefined;
  const box = () => place?.querySelector("input");
  onMount(() => box()?.select());
  const copy = async (): Promise<void> => {
    box()?.select();
    await navigator.clipboard.writeText(props.value);
    setCopied(true);
  };
  return (
    <div class="once" ref={(element) => (place = element)}>
      <TextField label={props.label} value={props.value} readOnly spellcheck={false} />
      <Button onClick={() => void copy()}>{t("identity.people.copy")}</Button>
      <span role="status" class="quiet-text">
        {isCopied() ? t("identity.people.copied") : ""}
      </span>
    </div>
  );
}
