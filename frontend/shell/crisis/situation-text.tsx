// A situation report as its readers see it: label, level, figures as sentences, the written parts.
import { For, type JSX, Show } from "solid-js";
import {
  sayFigures,
  type SituationFigures,
  situationParts,
  type SituationTexts,
} from "../../../backend/coordination/crisis/model.ts";
import { useWords } from "../../platform/words.ts";
import "./situation-text.css";

export function FigureList(props: { figures: SituationFigures }): JSX.Element {
  const t = useWords();
  return (
    <ul class="situation-figures">
      <For each={sayFigures(t, props.figures)}>{(line) => <li>{line}</li>}</For>
    </ul>
  );
}

export function SituationText(props: {
  parts: { [Part in keyof SituationTexts]?: string | undefined };
  figures: SituationFigures | null;
}): JSX.Element {
  const t = useWords();
  const written = () => situationParts.filter((part) => (props.parts[part] ?? "") !== "");
  return (
    <div class="situation-text">
      <Show when={props.figures}>
        {(figures) => (
          <section>
            <h3>{t("crisis.situation.figures_then")}</h3>
            <FigureList figures={figures()} />
          </section>
        )}
      </Show>
      <For each={written()} fallback={<p class="quiet-text">{t("crisis.situation.no_words")}</p>}>
        {(part) => (
          <section>
            <h3>{t(`crisis.part.${part}`)}</h3>
            <p class="situation-words" dir="auto">
              {props.parts[part]}
            </p>
          </section>
        )}
      </For>
    </div>
  );
}
