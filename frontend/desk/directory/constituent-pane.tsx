// One constituent: what it is, who answers for it, what it holds and held, and the reports that concern it.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import type { ClaimView, ConstituentPage, ContactView } from "../../../backend/reporting/directory/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { can } from "../../shell/session.ts";
import { ClaimDialog } from "./claim-dialog.tsx";
import { ClaimsCard } from "./claims-card.tsx";
import { ConcerningReportsCard } from "./concerning-reports-card.tsx";
import { ConstituentDialog } from "./constituent-dialog.tsx";
import { ContactDialog } from "./contact-dialog.tsx";
import { ContactsCard } from "./contacts-card.tsx";
import { EndDialog } from "./end-dialog.tsx";
import { nameIn } from "./say-facts.ts";

type Opened =
  | { name: "change" }
  | { name: "contact" }
  | { name: "claim" }
  | { name: "end_contact"; contact: ContactView }
  | { name: "end_claim"; claim: ClaimView };

export function ConstituentPane(props: { id: string; back: string; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const [page, setPage] = createSignal<ConstituentPage>();
  const [problem, setProblem] = createSignal<string>();
  const [open, setOpen] = createSignal<Opened>();
  let isHere = true;
  onCleanup(() => (isHere = false));
  const load = async (): Promise<void> => {
    try {
      const answer = await apiGet<ConstituentPage>(`/api/v1/desk/register/${props.id}`);
      if (!isHere) return;
      setPage(answer);
      setProblem(undefined);
    } catch (error) {
      if (isHere) setProblem(describeProblem(error));
    }
  };
  onMount(() => void load());
  const done = (): void => {
    setOpen(undefined);
    showToast({ text: t("desk.directory.saved") });
    props.onChanged();
    void load();
  };
  const opened = <Name extends Opened["name"]>(name: Name): Extract<Opened, { name: Name }> | undefined => {
    const one = open();
    return one?.name === name ? (one as Extract<Opened, { name: Name }>) : undefined;
  };
  const close = () => setOpen(undefined);
  return (
    <>
      <Show when={problem()}>
        <div class="report">
          <A href={props.back}>{t("desk.back")}</A>
          <Notice tone="problem" isAlert>
            <span>{problem()}</span>
            <Button isSmall onClick={() => void load()}>
              {t("desk.error.again")}
            </Button>
          </Notice>
        </div>
      </Show>
      <Show when={page()} fallback={<Show when={!problem()}>{<Skeleton lines={9} words={t("desk.loading")} />}</Show>}>
        {(one) => (
          <article class="report" aria-labelledby="constituent-title">
            <A href={props.back} class="back-link">
              {t("desk.back")}
            </A>
            <p class="quiet-text report-line">
              <span class="mono">{one().reference}</span> · {t(`desk.directory.sector.${one().sector}`)}
            </p>
            <h1 id="constituent-title" tabindex="-1" dir="auto">
              {one().name}
            </h1>
            <Show when={can("registry.change")}>
              <div class="acts" role="toolbar" aria-label={t("desk.directory.acts")}>
                <Button onClick={() => setOpen({ name: "change" })}>{t("desk.directory.change")}</Button>
                <Button onClick={() => setOpen({ name: "claim" })}>{t("desk.directory.add_claim")}</Button>
                <Button onClick={() => setOpen({ name: "contact" })}>{t("desk.directory.add_contact")}</Button>
              </div>
            </Show>
            <div class="report-columns">
              <div class="report-main">
                <ClaimsCard claims={one().claims} onEnd={(claim) => setOpen({ name: "end_claim", claim })} />
                <Show when={one().reports}>{(reports) => <ConcerningReportsCard reports={reports()} />}</Show>
              </div>
              <div class="report-side">
                <FactsCard page={one()} />
                <ContactsCard
                  contacts={one().contacts ?? []}
                  onEnd={(contact) => setOpen({ name: "end_contact", contact })}
                />
              </div>
            </div>
            <Show when={opened("change")}>
              <ConstituentDialog page={one()} onClose={close} onDone={done} onOvertaken={() => void load()} />
            </Show>
            <Show when={opened("claim")}>
              <ClaimDialog constituentId={props.id} onClose={close} onDone={done} />
            </Show>
            <Show when={opened("contact")}>
              <ContactDialog constituentId={props.id} onClose={close} onDone={done} />
            </Show>
            <Show when={opened("end_claim")}>
              {(act) => (
                <EndDialog
                  what="claim"
                  name={act().claim.value}
                  path={`/api/v1/registry/claims/${act().claim.id}/end`}
                  field="heldUntil"
                  onClose={close}
                  onDone={done}
                />
              )}
            </Show>
            <Show when={opened("end_contact")}>
              {(act) => (
                <EndDialog
                  what="contact"
                  name={act().contact.name}
                  path={`/api/v1/registry/contacts/${act().contact.id}/end`}
                  field="endedAt"
                  onClose={close}
                  onDone={done}
                />
              )}
            </Show>
          </article>
        )}
      </Show>
    </>
  );
}

function FactsCard(props: { page: ConstituentPage }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("desk.directory.facts")}>
      <dl class="facts">
        <Show when={props.page.otherNames.length > 0}>
          <dt>{t("desk.directory.other_names")}</dt>
          <dd dir="auto">{props.page.otherNames.join(", ")}</dd>
        </Show>
        <dt>{t("desk.directory.area")}</dt>
        <dd>{nameIn(props.page.areaNames) ?? t("desk.directory.unknown")}</dd>
        <Show when={props.page.isic}>
          <dt>{t("desk.directory.isic")}</dt>
          <dd>{props.page.isic}</dd>
        </Show>
        <dt>{t("desk.directory.languages")}</dt>
        <dd>{props.page.languages.map((language) => t(`common.language.${language}`)).join(", ")}</dd>
        <Show when={props.page.classes.length > 0}>
          <dt>{t("desk.directory.classes")}</dt>
          <dd>
            <For each={props.page.classes}>
              {(name) => (
                <>
                  <Tag>{name}</Tag>{" "}
                </>
              )}
            </For>
          </dd>
        </Show>
      </dl>
    </Card>
  );
}
