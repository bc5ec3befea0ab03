// The committee's year: targets with their numbers and texts, how far the laws are, and the way from draft to signature to the portal.
import { createSignal, For, type JSX, Match, onCleanup, Show, Switch } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { type ReviewView, stepUpForReview, type TargetView } from "../../../backend/reporting/review/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { onConflict } from "../../platform/typed.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { AddTargetDialog } from "./add-target-dialog.tsx";
import "./committee.css";
import { ImportDialog } from "./import-dialog.tsx";
import { LawsCard } from "./laws-card.tsx";
import { MeasureDialog } from "./measure-dialog.tsx";
import { NarrativeDialog } from "./narrative-dialog.tsx";
import { sayUnit } from "./say-target.ts";
import { say, sayAmount } from "../../shell/say/say-texts.ts";
import { SummaryCard } from "./summary-card.tsx";
import { useYear, YearPicker } from "./year-picker.tsx";
import { Refusal } from "../../shell/forms/refusal.tsx";

const root = "/api/v1/committee";

export function ReviewPage(): JSX.Element {
  const t = useWords();
  const { year, goTo } = useYear();
  const [review, { refetch }] = createResource(year, async (of) => await apiGet<ReviewView>(`${root}/reviews/${of}`));
  const [open, setOpen] = createSignal<"add" | "import">();
  const [measured, setMeasured] = createSignal<TargetView>();
  const [chosen, setTold] = createSignal<TargetView>();
  const told = () => review.latest?.targets.find(({ id }) => id === chosen()?.id);
  const reload = (): void => void refetch();
  onCleanup(onConflict(reload));
  return (
    <main class="page people-page">
      <header class="committee-head">
        <div>
          <h1>{t("committee.title", { year: String(year()) })}</h1>
          <p class="quiet-text">{t("committee.lead")}</p>
        </div>
        <YearPicker year={year()} onYear={goTo} />
      </header>
      <Show when={review.latest} fallback={<Skeleton lines={8} words={t("desk.loading")} />}>
        {(known) => (
          <>
            <StateCard review={known()} onDone={reload} />
            <SummaryCard review={known()} onDone={reload} />
            <Card
              title={t("committee.targets")}
              count={known().targets.length}
              aside={
                <Show when={known().can.change}>
                  <span class="committee-acts">
                    <Button isSmall onClick={() => setOpen("import")}>
                      {t("committee.import")}
                    </Button>
                    <Button isSmall look="main" onClick={() => setOpen("add")}>
                      {t("committee.add_target")}
                    </Button>
                  </span>
                </Show>
              }
            >
              <Show when={known().targets.length > 0} fallback={<p class="quiet-text">{t("committee.no_targets")}</p>}>
                <TargetsTable review={known()} onMeasure={setMeasured} onTell={setTold} />
              </Show>
            </Card>
            <LawsCard review={known()} onDone={reload} />
          </>
        )}
      </Show>
      <Switch>
        <Match when={open() === "add"}>
          <AddTargetDialog onClose={() => setOpen(undefined)} onDone={reload} />
        </Match>
        <Match when={open() === "import"}>
          <ImportDialog year={year()} onClose={() => setOpen(undefined)} onDone={reload} />
        </Match>
        <Match when={measured()}>
          {(target) => (
            <MeasureDialog target={target()} year={year()} onClose={() => setMeasured(undefined)} onDone={reload} />
          )}
        </Match>
        <Match when={told()}>
          {(target) => (
            <NarrativeDialog target={target()} year={year()} onClose={() => setTold(undefined)} onDone={reload} />
          )}
        </Match>
      </Switch>
    </main>
  );
}

function StateCard(props: { review: ReviewView; onDone: () => void }): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const review = () => props.review;
  const post = async (name: "begin" | "submit" | "withdraw" | "sign" | "publish"): Promise<void> => {
    const { year, version } = review();
    const binding =
      name === "submit" || name === "sign" || name === "publish" ? stepUpForReview[name](year, version) : undefined;
    const body = name === "begin" ? {} : { version };
    if (await act.run(binding, async () => void (await apiPost(`${root}/reviews/${year}/${name}`, body))))
      props.onDone();
  };
  const print = (format: string): string =>
    `${root}/print?year=${review().year}&format=${format}&language=${currentLanguage()}`;
  return (
    <Card
      title={t("committee.state_of")}
      aside={<Tag tone={review().sha256 ? "indigo" : "plain"}>{t(`committee.review_state.${review().state}`)}</Tag>}
    >
      <Show when={review().submittedAt}>
        {(at) => (
          <p>{t("committee.submitted_line", { name: review().submittedBy ?? "", when: formatInstant(at()) })}</p>
        )}
      </Show>
      <Show when={review().signedAt}>
        {(at) => <p>{t("committee.signed_line", { name: review().signedBy ?? "", when: formatInstant(at()) })}</p>}
      </Show>
      <Show when={review().sha256}>{(hash) => <p class="committee-query">SHA-256 {hash()}</p>}</Show>
      <Refusal of={act} />
      <p class="committee-acts">
        <Show when={review().state === "none" && review().can.change}>
          <Button look="main" onClick={() => void post("begin")}>
            {t("committee.begin")}
          </Button>
        </Show>
        <Show when={review().can.submit}>
          <Button look="main" onClick={() => void post("submit")}>
            {t("committee.submit")}
          </Button>
        </Show>
        <Show when={review().state === "submitted" && review().can.change}>
          <Button onClick={() => void post("withdraw")}>{t("committee.withdraw")}</Button>
        </Show>
        <Show when={review().can.sign}>
          <Button look="main" onClick={() => void post("sign")}>
            {t("committee.sign")}
          </Button>
        </Show>
        <Show when={review().can.publish}>
          <Button look="main" onClick={() => void post("publish")}>
            {t("committee.publish")}
          </Button>
        </Show>
        <a href={print("pdf")}>PDF</a>
        <a href={print("docx")}>DOCX</a>
        <For each={["csv", "xlsx"]}>
          {(format) => (
            <a href={`${root}/targets/export?year=${review().year}&format=${format}&language=${currentLanguage()}`}>
              {format.toUpperCase()}
            </a>
          )}
        </For>
      </p>
      <Show when={review().state === "submitted" && !review().can.sign}>
        <p class="quiet-text">{t("committee.other_signs")}</p>
      </Show>
    </Card>
  );
}

function TargetsTable(props: {
  review: ReviewView;
  onMeasure: (target: TargetView) => void;
  onTell: (target: TargetView) => void;
}): JSX.Element {
  const t = useWords();
  const figures = ["baseline", "last_year", "this_year", "wanted"] as const;
  return (
    <div class="committee-scroll" tabindex="0" role="region" aria-label={t("committee.targets")}>
      <table class="committee-table">
        <thead>
          <tr>
            <th scope="col">{t("committee.column.target")}</th>
            <For each={figures}>{(name) => <th scope="col">{t(`committee.column.${name}`)}</th>}</For>
            <th scope="col">{t("committee.column.outlook")}</th>
            <Show when={props.review.can.change}>
              <th scope="col">
                <span class="for-ears">{t("committee.acts")}</span>
              </th>
            </Show>
          </tr>
        </thead>
        <tbody>
          <For each={props.review.targets}>
            {(target) => (
              <tr>
                <th scope="row">
                  {say(target.names)}
                  <p class="committee-under">
                    {sayUnit(target.unit)} · {target.source} ({t(`committee.verification.${target.verification}`)})
                  </p>
                  <Show when={target.narrative && say(target.narrative.text)}>
                    {(text) => <p class="committee-under">{text()}</p>}
                  </Show>
                </th>
                <td class="figures">{sayAmount(target.baseline)}</td>
                <td class="figures">{sayAmount(target.lastYear?.value)}</td>
                <td class="figures" title={target.thisYear?.source}>
                  {sayAmount(target.thisYear?.value)}
                </td>
                <td class="figures">
                  {sayAmount(target.target)}
                  <Show when={target.byYear}>{(by) => <p class="committee-under">{by()}</p>}</Show>
                </td>
                <td>
                  <Tag tone={toneOf[target.narrative?.outlook ?? "unknown"]}>
                    {t(`committee.outlook.${target.narrative?.outlook ?? "unknown"}`)}
                  </Tag>
                </td>
                <Show when={props.review.can.change}>
                  <td>
                    <span class="committee-acts">
                      <Button isSmall onClick={() => props.onMeasure(target)}>
                        {t("committee.measure")}
                      </Button>
                      <Show when={props.review.state !== "none"}>
                        <Button isSmall onClick={() => props.onTell(target)}>
                          {t("committee.tell")}
                        </Button>
                      </Show>
                    </span>
                  </td>
                </Show>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}

const toneOf = { reached: "low", on_track: "indigo", late: "high", stopped: "critical", unknown: "plain" } as const;
