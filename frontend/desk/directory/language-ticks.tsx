// Which of the three languages somebody is written to in; one at least stays.
import { For, type JSX } from "solid-js";
import { Tick } from "../../parts/field/field.tsx";
import { useWords, type WordsLanguage, wordsLanguages } from "../../platform/words.ts";
import "./directory.css";

export function LanguageTicks(props: {
  chosen: readonly WordsLanguage[];
  onChange: (chosen: WordsLanguage[]) => void;
}): JSX.Element {
  const t = useWords();
  const turn = (language: WordsLanguage, isOn: boolean): void => {
    const chosen = wordsLanguages.filter((one) => (one === language ? isOn : props.chosen.includes(one)));
    props.onChange(chosen.length > 0 ? chosen : [...props.chosen]);
  };
  return (
    <fieldset class="plain-fieldset">
      <legend class="field-label">{t("desk.directory.languages")}</legend>
      <div class="ticks">
        <For each={wordsLanguages}>
          {(language) => (
            <Tick
              label={t(`common.language.${language}`)}
              checked={props.chosen.includes(language)}
              onChange={(isOn) => turn(language, isOn)}
            />
          )}
        </For>
      </div>
    </fieldset>
  );
}
