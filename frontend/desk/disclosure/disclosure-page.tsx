// One vulnerability: its vendors and flaws, the embargo, words to and fro, what will be published, and the publication.
import { A, useNavigate, useParams } from "@solidjs/router";
import { createEffect, createSignal, type JSX, on, onCleanup, Show } from "solid-js";
import type { DisclosureView } from "../../../backend/coordination/disclosure/views/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Tick } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPatch } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { ContactsCard } from "./contacts-card.tsx";
import { DecisionsCard } from "./decisions-card.tsx";
import { DraftCard } from "./draft-card.tsx";
import { EmbargoCard } from "./embargo-card.tsx";
import { ExploitedCard, FindersCard } from "./finders-card.tsx";
import { MatrixCard } from "./matrix-card.tsx";
import { PostsCard } from "./posts-card.tsx";
import { PublicationCard } from "./publication-card.tsx";
import { VendorsCard } from "./vendors-card.tsx";
import { makeWork } from "./work.ts";
import "../register-care/care.css";
import "./disclosure.css";

export function DisclosurePage(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const params = useParams<{ id: string }>();
  const page = createPage<DisclosureView>(() => `/api/v1/disclosure/cases/${params.id}`);
  const shown = createShown(page.answer);
  return (
    <PageFrame
      title={
        page.answer() ? `${page.answer()?.number ?? ""} ${page.answer()?.title ?? ""}` : t("disclosure.desk.title")
      }
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
      filters={
        <p>
          <Button look="quiet" isSmall onClick={() => navigate("/disclosure")}>
            ← {t("disclosure.desk.back")}
          </Button>
        </p>
      }
    >
      <Show when={shown()} keyed>
        {(of) => <Parts of={of} reload={page.load} />}
      </Show>
    </PageFrame>
  );
}

/** A newer answer waits while a dialog is open: its page is drawn anew with it, and what somebody types must not go. */
function createShown<Answer>(answer: () => Answer | undefined): () => Answer | undefined {
  const [shown, setShown] = createSignal<Answer>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const take = (): void => {
    clearTimeout(timer);
    if (document.querySelector('[role="dialog"], [role="alertdialog"]')) timer = setTimeout(take, 200);
    else setShown(answer);
  };
  createEffect(on(answer, take));
  onCleanup(() => clearTimeout(timer));
  return shown;
}

function Parts(props: { of: DisclosureView; reload: () => void }): JSX.Element {
  const t = useWords();
  const work = makeWork(props.of, props.reload);
  const { of } = work;
  const show = async (isPartyListShown: boolean): Promise<void> => {
    try {
      await apiPatch(work.path, { version: of.version, isPartyListShown });
    } catch (error) {
      tellProblem(error);
    }
    work.reload();
  };
  return (
    <>
      <div class="care-acts">
        <Tag>
          <span class="mono">D#{of.handle}</span>
        </Tag>
        <A href={`/cases/${of.caseId}`}>
          {t("disclosure.desk.case")} {of.reference}
        </A>
        <Show when={of.number} keyed>
          {(number) => (
            <a href={`/advisories/${number}`} target="_blank" rel="noopener">
              {t("disclosure.desk.public_page")}
            </a>
          )}
        </Show>
        <span class="quiet-text">
          {of.policyVersion === null
            ? t("disclosure.desk.no_policy")
            : t("disclosure.desk.by_policy", { version: of.policyVersion })}
        </span>
      </div>
      <MatrixCard work={work} />
      <VendorsCard work={work} />
      <Tick
        label={t("disclosure.desk.list_shown")}
        checked={of.isPartyListShown}
        onChange={(isOn) => void show(isOn)}
      />
      <EmbargoCard work={work} />
      <ContactsCard work={work} />
      <PostsCard work={work} />
      <FindersCard work={work} />
      <DecisionsCard work={work} />
      <ExploitedCard work={work} />
      <DraftCard work={work} />
      <PublicationCard work={work} />
    </>
  );
}
