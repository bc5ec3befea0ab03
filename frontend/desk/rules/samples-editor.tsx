// The samples of a draft: what the rule must hit and what it must not, from typed text or a file; each can be tried at once.
import { For, type JSX, Show } from "solid-js";
import { type RuleSample, ruleLimits } from "../../../backend/triage/rules/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { useWords } from "../../platform/words.ts";

export function SamplesEditor(props: {
  samples: readonly RuleSample[];
  onChange: (samples: RuleSample[]) => void;
  onTry: ((sample: RuleSample) => void) | undefined;
}): JSX.Element {
  const t = useWords();
  const change = (index: number, part: Partial<RuleSample>): void =>
    props.onChange(props.samples.map((sample, at) => (at === index ? { ...sample, ...part } : sample)));
  let editor: HTMLDivElement | undefined;
  const add = (expects: RuleSample["expects"]): void => {
    props.onChange([
      ...props.samples,
      { name: `sample-${props.samples.length + 1}.json`, expects, encoding: "text", content: "" },
    ]);
    // One goes on typing in the new sample; the button that made it has moved down, often out of sight.
    editor?.querySelector<HTMLElement>(".sample-edit:last-of-type textarea")?.focus();
  };
  const addFile = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const bytes = new Uint8Array(await file.arrayBuffer());
    const sample = toSample(file.name, bytes);
    if (sample.content.length > ruleLimits.sample)
      showToast({ text: t("rules.sample.too_large", { count: ruleLimits.sample }), tone: "problem" });
    else props.onChange([...props.samples, sample]);
  };
  return (
    <div class="samples-editor" ref={(element) => (editor = element)}>
      <For each={props.samples.map((_, index) => index)}>
        {(index) => {
          const sample = () => props.samples[index];
          return (
            <Show when={sample()}>
              {(one) => (
                <fieldset class="sample-edit">
                  <legend class="for-ears">{t("rules.sample.number", { number: index + 1 })}</legend>
                  <div class="sample-head">
                    <TextField
                      label={t("rules.sample.name")}
                      value={one().name}
                      maxLength={120}
                      onInput={(event) => change(index, { name: event.currentTarget.value })}
                    />
                    <SelectField
                      label={t("rules.sample.expects")}
                      value={one().expects}
                      options={(["hit", "miss"] as const).map((value) => ({
                        value,
                        label: t(`rules.sample.${value}`),
                      }))}
                      onChange={(event) =>
                        change(index, { expects: event.currentTarget.value === "miss" ? "miss" : "hit" })
                      }
                    />
                  </div>
                  <Show
                    when={one().encoding === "text"}
                    fallback={<p class="quiet-text small-text">{t("rules.sample.base64")}</p>}
                  >
                    <TextArea
                      label={t("rules.sample.content")}
                      class="mono"
                      rows={5}
                      spellcheck={false}
                      value={one().content}
                      maxLength={ruleLimits.sample}
                      onInput={(event) => change(index, { content: event.currentTarget.value })}
                    />
                  </Show>
                  <div class="acts">
                    <Show when={props.onTry}>
                      {(onTry) => (
                        <Button isSmall onClick={() => onTry()(one())}>
                          {t("rules.sample.try")}
                        </Button>
                      )}
                    </Show>
                    <Button
                      isSmall
                      look="quiet"
                      onClick={() => props.onChange(props.samples.filter((_, at) => at !== index))}
                    >
                      {t("rules.sample.remove")}
                    </Button>
                  </div>
                </fieldset>
              )}
            </Show>
          );
        }}
      </For>
      <div class="acts">
        <Button onClick={() => add("hit")}>{t("rules.sample.add_hit")}</Button>
        <Button onClick={() => add("miss")}>{t("rules.sample.add_miss")}</Button>
        <label class="button" data-look="plain">
          <span class="button-words">{t("rules.sample.add_file")}</span>
          <input
            class="for-ears"
            type="file"
            onChange={(event) => {
              void addFile(event.currentTarget.files?.[0]);
              event.currentTarget.value = "";
            }}
          />
        </label>
      </div>
    </div>
  );
}

/** Text stays text; anything else is kept byte for byte. */
function toSample(name: string, bytes: Uint8Array): RuleSample {
  try {
    const content = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    if (!content.includes("\0")) return { name, expects: "hit", encoding: "text", content };
  } catch {
    // No UTF-8.
  }
  let characters = "";
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return { name, expects: "hit", encoding: "base64", content: btoa(characters) };
}

/** The sample's bytes, as the engines take them. */
export function bytesOf({ encoding, content }: RuleSample): Uint8Array {
  if (encoding === "text") return new TextEncoder().encode(content);
  return Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
}
