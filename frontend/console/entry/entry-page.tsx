// The own entry: what the register says, who answers, what waits for the desk and what it decided, and claims by others.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { EntryView, OwnEntry } from "../../../backend/registry/enrolment/model.ts";
import { bindClaim } from "../../../backend/registry/enrolment/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { Moment } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import "../../shell/account/people.css";
import { describeProblem, tellProblem } from "../../shell/data/tell-problem.ts";
import { DecideDialog } from "../../shell/register/decide-dialog.tsx";
import { ProposalRow } from "../../shell/register/proposal-row.tsx";
import { ContactDialog } from "./contact-dialog.tsx";
import { ContactsCard } from "./contacts-card.tsx";
import { FactsCard, NetworksCard } from "./facts-card.tsx";
import { FactsDialog } from "./facts-dialog.tsx";

type Contact = OwnEntry["contacts"][number];
type Asked =
  | { what: "facts"; entry: OwnEntry }
  | { what: "contact"; entry: OwnEntry; contact: Contact | undefined }
  | { what: "claim"; claim: EntryView["claims"][number]; decision: "approve" | "refuse" };

export function EntryPage(): JSX.Element {
  const t = useWords();
  const [view, { refetch }] = createResource(async () => await apiGet<EntryView>("/api/v1/console/entry"));
  const known = () => (view.error === undefined ? view.latest : undefined);
  const [asked, setAsked] = createSignal<Asked>();
  const finish = (text: string): void => {
    setAsked(undefined);
    showToast({ text });
    void refetch();
  };
  const withdraw = async (id: string): Promise<void> => {
    await apiPost(`/api/v1/console/proposals/${id}/withdraw`, {}).then(
      () => finish(t("console.proposals.withdrawn")),
      tellProblem,
    );
  };
  const confirm = async (contact: Contact): Promise<void> => {
    await apiPost(`/api/v1/console/contacts/${contact.id}/confirm`, {}).then(
      () => finish(t("console.contacts.confirmed", { name: contact.name })),
      tellProblem,
    );
  };
  const endContact = async (contact: Contact): Promise<void> => {
    await apiPost("/api/v1/console/proposals", { kind: "contact_end", contactId: contact.id }).then(
      () => finish(t("console.entry.proposed")),
      tellProblem,
    );
  };
  return (
    <main class="page entry-page">
      <header>
        <h1>{t("console.entry.title")}</h1>
        <p class="quiet-text">{t("console.entry.lead")}</p>
      </header>
      <Show when={view.error as unknown}>
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
            <Show when={all().claims.length > 0}>
              <Card title={t("console.others.title")} count={all().claims.length}>
                <p>{t("console.others.text")}</p>
                <ul class="id-rows">
                  <For each={all().claims}>
                    {(claim) => (
                      <li>
                        <div>
                          <p class="id-name">{claim.personName}</p>
                          <p class="id-line">
                            <span>{claim.email}</span>
                            <span>{t(`console.proof.${claim.proof}`)}</span>
                            <span>
                              <Moment at={claim.madeAt} />
                            </span>
                          </p>
                        </div>
                        <div class="id-acts">
                          <Button isSmall onClick={() => setAsked({ what: "claim", claim, decision: "approve" })}>
                            {t("console.others.agree")}
                          </Button>
                          <Button
                            isSmall
                            look="danger"
                            onClick={() => setAsked({ what: "claim", claim, decision: "refuse" })}
                          >
                            {t("console.decide.refuse")}
                          </Button>
                        </div>
                      </li>
                    )}
                  </For>
                </ul>
              </Card>
            </Show>
            <Show when={all().entries.length === 0}>
              <Notice tone="mind">{t("console.entry.none")}</Notice>
            </Show>
            <For each={all().entries}>
              {(entry) => (
                <>
                  <FactsCard
                    entry={entry}
                    knownClasses={all().knownClasses}
                    canPropose={all().can.propose}
                    onPropose={() => setAsked({ what: "facts", entry })}
                  />
                  <ContactsCard
                    entry={entry}
                    canPropose={all().can.propose}
                    onAdd={() => setAsked({ what: "contact", entry, contact: undefined })}
                    onChange={(contact) => setAsked({ what: "contact", entry, contact })}
                    onEnd={(contact) => void endContact(contact)}
                    onConfirm={(contact) => void confirm(contact)}
                  />
                  <NetworksCard entry={entry} />
                </>
              )}
            </For>
            <Card title={t("console.proposals.title")} count={all().proposals.length}>
              <Show
                when={all().proposals.length > 0}
                fallback={<p class="quiet-text">{t("console.proposals.none")}</p>}
              >
                <ul class="id-rows">
                  <For each={all().proposals}>
                    {(proposal) => (
                      <ProposalRow
                        proposal={proposal}
                        acts={
                          <Show when={proposal.can.withdraw}>
                            <Button isSmall look="quiet" onClick={() => void withdraw(proposal.id)}>
                              {t("console.proposals.withdraw")}
                            </Button>
                          </Show>
                        }
                      />
                    )}
                  </For>
                </ul>
              </Show>
            </Card>
          </>
        )}
      </Show>
      <Show when={asked()} keyed>
        {(one) => (
          <Asking
            one={one}
            knownClasses={view.latest?.knownClasses ?? []}
            onClose={() => setAsked(undefined)}
            onDone={finish}
          />
        )}
      </Show>
    </main>
  );
}

function Asking(props: {
  one: Asked;
  knownClasses: EntryView["knownClasses"];
  onClose: () => void;
  onDone: (text: string) => void;
}): JSX.Element {
  const t = useWords();
  // oxlint-disable-next-line solid/reactivity -- a dialog is made anew for each question
  const { one } = props;
  if (one.what === "facts")
    return (
      <FactsDialog entry={one.entry} knownClasses={props.knownClasses} onClose={props.onClose} onDone={props.onDone} />
    );
  if (one.what === "contact")
    return <ContactDialog entry={one.entry} contact={one.contact} onClose={props.onClose} onDone={props.onDone} />;
  return (
    <DecideDialog
      decision={one.decision}
      title={t(`console.others.${one.decision}_title`, { name: one.claim.personName })}
      text={t(`console.others.${one.decision}_text`, { email: one.claim.email })}
      binding={bindClaim(one.claim.id, one.decision)}
      onClose={props.onClose}
      run={async (reason) => {
        await apiPost(`/api/v1/console/claims/${one.claim.id}/decision`, { decision: one.decision, reason });
        props.onDone(t("console.others.done"));
      }}
    />
  );
}
