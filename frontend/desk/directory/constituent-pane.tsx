// One constituent: what it is, who answers for it, what it holds and held, and the reports that concern it.
import { A } from "@solidjs/router";
import { createSignal, type JSX, onCleanup, onMount, Show } from "solid-js";
import type { EndingAnswer } from "../../../backend/registry/endings/model.ts";
import type { KeyView } from "../../../backend/registry/contacts/model.ts";
import type { ConstituentDetails, ContactDetail } from "../../../backend/registry/profile/details/model.ts";
import type { RelationView } from "../../../backend/registry/relations/model.ts";
import type { ServiceView } from "../../../backend/registry/services/model.ts";
import type { ClaimView, ConstituentPage, ContactView } from "../../../backend/reporting/directory/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem, tellProblem } from "../../shell/data/tell-problem.ts";
import { can } from "../../shell/session.ts";
import { AccreditationsCard } from "./accreditations-card.tsx";
import { loadChoices } from "./choices.ts";
import { ClaimDialog } from "./claim-dialog.tsx";
import { ClaimsCard } from "./claims-card.tsx";
import { ComplianceDialog } from "./compliance-dialog.tsx";
import { ConcerningReportsCard } from "./concerning-reports-card.tsx";
import { ConstituentDialog } from "./constituent-dialog.tsx";
import { ContactDialog } from "./contact-dialog.tsx";
import { ContactsCard } from "./contacts-card.tsx";
import { EndDialog } from "./end-dialog.tsx";
import { EndingDialog } from "./ending-dialog.tsx";
import { EndingNotice } from "./ending-notice.tsx";
import { EraseDialog } from "./erase-dialog.tsx";
import { FactsCard } from "./facts-card.tsx";
import { HistoryCard } from "./history-card.tsx";
import { KeyDialog } from "./key-dialog.tsx";
import { PerformerDialog } from "./performer-dialog.tsx";
import { RelationDialog } from "./relation-dialog.tsx";
import { RelationsCard } from "./relations-card.tsx";
import { ServiceDialog } from "./service-dialog.tsx";
import { ServicesCard } from "./services-card.tsx";
import { SizeDialog } from "./size-dialog.tsx";
import { StandingCard } from "./standing-card.tsx";

type Opened =
  | { name: "change" }
  | { name: "ending" }
  | { name: "contact"; before?: { contact: ContactView; detail: ContactDetail } }
  | { name: "key"; contact: ContactView }
  | { name: "erase"; contact: ContactView }
  | { name: "size" }
  | { name: "service"; service?: ServiceView }
  | { name: "compliance"; service: ServiceView }
  | { name: "relation" }
  | { name: "performer" }
  | { name: "end_relation"; relation: RelationView }
  | { name: "claim" }
  | { name: "end_contact"; contact: ContactView }
  | { name: "end_claim"; claim: ClaimView };

export function ConstituentPane(props: { id: string; back: string; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const [page, setPage] = createSignal<ConstituentPage>();
  const [details, setDetails] = createSignal<ConstituentDetails>();
  const [ending, setEnding] = createSignal<EndingAnswer>();
  const [problem, setProblem] = createSignal<string>();
  const [open, setOpen] = createSignal<Opened>();
  let isHere = true;
  onCleanup(() => (isHere = false));
  const load = async (): Promise<void> => {
    try {
      const [answer, more, end] = await Promise.all([
        apiGet<ConstituentPage>(`/api/v1/desk/register/${props.id}`),
        apiGet<ConstituentDetails>(`/api/v1/registry/constituents/${props.id}/details`),
        apiGet<EndingAnswer>(`/api/v1/registry/constituents/${props.id}/ending`),
        loadChoices(),
      ]);
      if (!isHere) return;
      setDetails(more);
      setEnding(end);
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
  const removeKey = async (key: KeyView): Promise<void> => {
    try {
      await apiPost(`/api/v1/registry/contacts/${key.contactId}/keys/${key.id}/remove`);
      done();
    } catch (error) {
      tellProblem(error);
    }
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
            <Show when={ending()}>
              {(answer) => (
                <EndingNotice
                  answer={answer()}
                  onUndone={() => {
                    props.onChanged();
                    void load();
                  }}
                />
              )}
            </Show>
            <Show when={can("registry.change")}>
              <div class="acts" role="toolbar" aria-label={t("desk.directory.acts")}>
                <Button onClick={() => setOpen({ name: "change" })}>{t("desk.directory.change")}</Button>
                <Button onClick={() => setOpen({ name: "claim" })}>{t("desk.directory.add_claim")}</Button>
                <Button onClick={() => setOpen({ name: "contact" })}>{t("desk.directory.add_contact")}</Button>
                <Show when={ending() && !ending()?.ending}>
                  <Button look="quiet" onClick={() => setOpen({ name: "ending" })}>
                    {t("register.ending.act")}
                  </Button>
                </Show>
              </div>
            </Show>
            <div class="report-columns">
              <div class="report-main">
                <ClaimsCard claims={one().claims} onEnd={(claim) => setOpen({ name: "end_claim", claim })} />
                <Show when={details()}>
                  {(more) => (
                    <>
                      <ServicesCard
                        services={more().services}
                        onAdd={() => setOpen({ name: "service" })}
                        onChange={(service) => setOpen({ name: "service", service })}
                        onCompliance={(service) => setOpen({ name: "compliance", service })}
                      />
                      <RelationsCard
                        constituentId={props.id}
                        relations={more().relations}
                        functions={more().functions}
                        onAdd={() => setOpen({ name: "relation" })}
                        onPerform={() => setOpen({ name: "performer" })}
                        onEnd={(relation) => setOpen({ name: "end_relation", relation })}
                      />
                    </>
                  )}
                </Show>
                <Show when={one().reports}>{(reports) => <ConcerningReportsCard reports={reports()} />}</Show>
              </div>
              <div class="report-side">
                <FactsCard page={one()} isTelecomService={details()?.isTelecomService ?? false} />
                <ContactsCard
                  contacts={one().contacts ?? []}
                  details={details()?.contacts ?? []}
                  onEnd={(contact) => setOpen({ name: "end_contact", contact })}
                  onChange={(contact, detail) => setOpen({ name: "contact", before: { contact, detail } })}
                  onAddKey={(contact) => setOpen({ name: "key", contact })}
                  onRemoveKey={(key) => void removeKey(key)}
                  onErase={(contact) => setOpen({ name: "erase", contact })}
                />
                <Show when={details()}>
                  {(more) => (
                    <>
                      <StandingCard details={more()} onAddSize={() => setOpen({ name: "size" })} />
                      <AccreditationsCard accreditations={more().accreditations} />
                    </>
                  )}
                </Show>
                <HistoryCard constituentId={props.id} />
              </div>
            </div>
            <Show when={opened("change")}>
              <ConstituentDialog
                page={one()}
                parent={details()?.above.at(-1)}
                branchAreaIds={details()?.branches.map(({ areaId }) => areaId)}
                onClose={close}
                onDone={done}
                onOvertaken={() => void load()}
              />
            </Show>
            <Show when={opened("ending")}>
              <EndingDialog constituentId={props.id} name={one().name} onClose={close} onDone={done} />
            </Show>
            <Show when={opened("claim")}>
              <ClaimDialog constituentId={props.id} onClose={close} onDone={done} />
            </Show>
            <Show when={opened("contact")} keyed>
              {(act) => <ContactDialog constituentId={props.id} before={act.before} onClose={close} onDone={done} />}
            </Show>
            <Show when={opened("key")}>
              {(act) => <KeyDialog contact={act().contact} onClose={close} onDone={done} />}
            </Show>
            <Show when={opened("erase")}>
              {(act) => <EraseDialog contact={act().contact} onClose={close} onDone={done} />}
            </Show>
            <Show when={opened("size")}>
              <SizeDialog constituentId={props.id} onClose={close} onDone={done} />
            </Show>
            <Show when={opened("service")} keyed>
              {(act) => <ServiceDialog constituentId={props.id} service={act.service} onClose={close} onDone={done} />}
            </Show>
            <Show when={opened("compliance")}>
              {(act) => <ComplianceDialog service={act().service} onClose={close} onDone={done} />}
            </Show>
            <Show when={opened("relation")}>
              <RelationDialog constituentId={props.id} name={one().name} onClose={close} onDone={done} />
            </Show>
            <Show when={opened("performer")}>
              <PerformerDialog constituentId={props.id} onClose={close} onDone={done} />
            </Show>
            <Show when={opened("end_relation")}>
              {(act) => (
                <EndDialog
                  what="relation"
                  name={act().relation.otherName}
                  path={`/api/v1/registry/relations/${act().relation.id}/end`}
                  field="endedOn"
                  onClose={close}
                  onDone={done}
                />
              )}
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
