// Sentences, empty places, what is being fetched, a table and a text with its marks.
import { For, type JSX } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { Moment, Said } from "../../parts/moment/moment.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { SeverityTag } from "../../parts/severity/severity.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { useWords } from "../../platform/words.ts";
import { MarkedText } from "../report/marked-text.tsx";

/** In a year that is over, so that it is always said with its year. */
const past = "2024-03-12T14:07:00Z";

export function WordStates(): JSX.Element {
  const t = useWords();
  const sample = () => t("parts.sentence");
  return (
    <>
      <div class="parts-row parts-stack">
        <Notice>{sample()}</Notice>
        <Notice tone="mind">
          <span>{t("parts.long")}</span>
          <Button isSmall>{t("desk.error.again")}</Button>
        </Notice>
        <Notice tone="problem">{sample()}</Notice>
        <p class="quiet-text">
          <Said>{(moment) => t("desk.offline_since", { time: moment(past) })}</Said>
        </p>
      </div>
      <div class="parts-grid">
        <Empty title={t("desk.queue.empty.new")} text={t("desk.queue.empty_hint")} />
        <Empty title={t("desk.queue.empty.new")} text={sample()}>
          <Button look="main">{t("desk.act.open_case")}</Button>
        </Empty>
        <Skeleton lines={3} words={t("desk.loading")} />
        <Skeleton lines={2} isRows words={t("desk.loading")} />
        <Card title={t("desk.edit_case.title")} count={3} aside={<Button isSmall>{t("desk.act.open_case")}</Button>}>
          <dl class="facts">
            <dt>{t("desk.assessment.severity")}</dt>
            <dd>{sample()}</dd>
            <dt>{t("desk.edit_case.title")}</dt>
            <dd class="figures">1 204</dd>
            <dt>{t("desk.parts.moment")}</dt>
            <dd>
              <Moment at={past} />
            </dd>
          </dl>
        </Card>
      </div>
      <section class="table-scroll" tabindex="0" aria-label={t("parts.table")}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{t("desk.edit_case.title")}</th>
              <th scope="col">{t("desk.assessment.severity")}</th>
            </tr>
          </thead>
          <tbody>
            <For each={["critical", "low"] as const}>
              {(severity) => (
                <tr>
                  <td>{severity === "low" ? t("parts.long") : sample()}</td>
                  <td>
                    <SeverityTag of={severity} />
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </section>
      <MarkedText
        text="https://pay.example/a +999 70 00 00 41"
        isDefanged
        marks={[
          { id: "1", kind: "finding", start: 0, end: 21, title: sample(), isDangerous: true },
          { id: "2", kind: "observable", start: 22, end: 38, title: sample(), role: "victim" },
        ]}
      />
    </>
  );
}
