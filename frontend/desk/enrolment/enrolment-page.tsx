// Enrolment at the desk: claims that wait, proposed changes, letters, papers, and which entries nobody keeps yet.
import { createSignal, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { EnrolmentView, PrintedLetter } from "../../../backend/registry/enrolment/model.ts";
import type { ProposalView } from "../../../backend/registry/proposals/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import "../../shell/account/people.css";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import "../../shell/register/register.css";
import { ClaimsCard } from "./claims-card.tsx";
import { EntriesCard } from "./entries-card.tsx";
import { LettersCard } from "./letters-card.tsx";
import { PaperDialog } from "./paper-dialog.tsx";
import { PrintLetters } from "./print-letters.tsx";
import { ProposalsCard } from "./proposals-card.tsx";

export function EnrolmentPage(): JSX.Element {
  const t = useWords();
  const [view, { refetch }] = createResource(async () => await apiGet<EnrolmentView>("/api/v1/desk/enrolment"));
  const [proposed, { refetch: again }] = createResource(
    async () => await apiGet<{ proposals: ProposalView[] }>("/api/v1/desk/proposals"),
  );
  const known = () => (view.error === undefined ? view.latest : undefined);
  const proposals = () => (proposed.error === undefined ? proposed.latest?.proposals : undefined);
  const [isPaper, setPaper] = createSignal(false);
  const [printed, setPrinted] = createSignal<PrintedLetter[]>();
  const reload = (): void => {
    void refetch();
    void again();
  };
  return (
    <main class="page entry-page">
      <Show when={printed()} keyed>
        {(letters) => (
          <PrintLetters
            letters={letters}
            onClose={() => {
              setPrinted(undefined);
              reload();
            }}
          />
        )}
      </Show>
      <Show when={!printed()}>
        <header class="people-head">
          <div>
            <h1>{t("console.enrolment.title")}</h1>
            <p class="quiet-text">{t("console.enrolment.lead")}</p>
          </div>
          <Show when={known()?.can.change}>
            <Button onClick={() => setPaper(true)}>{t("console.paper.title")}</Button>
          </Show>
        </header>
        <Show when={(view.error ?? proposed.error) as unknown}>
          {(error) => (
            <Notice tone="problem" isAlert>
              {describeProblem(error())}
            </Notice>
          )}
        </Show>
        <Show
          when={known()}
          fallback={<Show when={view.loading}>{<Skeleton lines={8} words={t("desk.loading")} />}</Show>}
        >
          {(all) => (
            <>
              <ClaimsCard claims={all().claims} onDone={reload} />
              <ProposalsCard proposals={proposals() ?? []} onDone={reload} />
              <EntriesCard entries={all().entries} canChange={all().can.change} onMade={setPrinted} />
              <LettersCard letters={all().letters} canChange={all().can.change} onDone={reload} />
            </>
          )}
        </Show>
        <Show when={isPaper()}>
          <PaperDialog
            entries={known()?.entries ?? []}
            onClose={() => setPaper(false)}
            onDone={() => {
              setPaper(false);
              showToast({ text: t("console.paper.done") });
              reload();
            }}
          />
        </Show>
      </Show>
    </main>
  );
}
