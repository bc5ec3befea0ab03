// What the machine read from a report's pictures, with the values marked in place; nothing is shown where there was no writing.
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import type { ReportPage } from "../../../backend/reporting/model.ts";
import { partOfText, type PictureView } from "../../../backend/triage/pictures/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { apiGet } from "../../platform/api.ts";
import { loadRoom, useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { MarkedText } from "./marked-text.tsx";
import { marksOf } from "./marks-of.ts";

export function PicturesCard(props: { page: ReportPage; isDefanged: boolean }): JSX.Element {
  const t = useWords();
  const [pictures, setPictures] = createSignal<PictureView[]>([]);
  const ask = async (reportId: string): Promise<void> => {
    try {
      const path = `/api/v1/desk/reports/${reportId}/pictures`;
      const read = await apiGet<{ pictures: PictureView[] }>(path);
      if (props.page.id !== reportId) return;
      if (read.pictures.length > 0) await loadRoom("hunts");
      setPictures(read.pictures);
    } catch (error) {
      tellProblem(error);
    }
  };
  // The page is read again when triage has looked once more: then the text is there.
  createEffect(
    on(
      () => props.page,
      (page, before) => {
        if (before?.id !== page.id) setPictures([]);
        if (page.files.length > 0) void ask(page.id);
      },
    ),
  );
  return (
    <Show when={pictures().length > 0}>
      <Card title={t("hunts.pictures")} count={pictures().length}>
        <p class="field-hint">{t("hunts.pictures_hint")}</p>
        <ul class="picture-texts">
          <For each={pictures()}>
            {(picture) => (
              <li>
                <p class="small-text quiet-text">
                  {picture.part.replace(/^files\//, "")}
                  <Show when={picture.problem === null}>
                    {" · "}
                    {t("hunts.confidence", { percent: Math.round(picture.confidence) })}
                  </Show>
                </p>
                <Show
                  when={picture.problem === null}
                  fallback={<p>{t("hunts.picture_unread", { why: picture.problem ?? "" })}</p>}
                >
                  <MarkedText
                    text={picture.text}
                    marks={marksOf(partOfText(picture.part), props.page.observables, props.page.findings)}
                    isDefanged={props.isDefanged}
                  />
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Card>
    </Show>
  );
}
