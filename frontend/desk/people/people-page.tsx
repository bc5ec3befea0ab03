// People and their access: who can sign in, invitations, recoveries, and how strict the door is.
import { createSignal, For, type JSX, Match, onCleanup, Show, Switch } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { type InvitationView, type PeopleView, type PersonView, stepUpFor } from "../../../backend/identity/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiDelete, apiGet, apiPost } from "../../platform/api.ts";
import { Said } from "../../parts/moment/moment.tsx";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { useWords } from "../../platform/words.ts";
import { onConflict } from "../../platform/typed.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { can, me } from "../../shell/session.ts";
import { AuthenticatorsCard } from "./authenticators-card.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import "../../shell/account/people.css";
import { type PersonAct, PersonRow } from "./person-row.tsx";
import { DutiesCard } from "./duties-card.tsx";
import { PolicyCard } from "./policy-card.tsx";
import { RecoveriesCard } from "./recoveries-card.tsx";
import { RecoveryDialog } from "./recovery-dialog.tsx";
import { RolesDialog } from "./roles-dialog.tsx";
import { SureDialog } from "../../shell/confirm/sure-dialog.tsx";

const root = "/api/v1/identity";

export function PeoplePage(): JSX.Element {
  const t = useWords();
  const [list, { refetch }] = createResource(async () => await apiGet<PeopleView>(`${root}/people`));
  const [isInviting, setInviting] = createSignal(false);
  const [asked, setAsked] = createSignal<{ person: PersonView; act: PersonAct }>();
  const close = (): undefined => setAsked(undefined);
  const reload = (): void => void refetch();
  onCleanup(onConflict(reload));

  const start = (person: PersonView, act: PersonAct): void => {
    if (act === "end_sessions") void endSessions(person);
    else setAsked({ person, act });
  };
  const endSessions = async (person: PersonView): Promise<void> => {
    try {
      const { ended } = await apiPost<{ ended: number }>(`${root}/people/${person.id}/end-sessions`);
      showToast({ text: t("identity.people.sessions_ended", { count: ended }) });
      reload();
    } catch (error) {
      tellProblem(error);
    }
  };
  const setEnabled = async (person: PersonView, isOn: boolean): Promise<void> => {
    await apiPost(`${root}/people/${person.id}/${isOn ? "enable" : "disable"}`, { version: person.version });
    showToast({ text: t(isOn ? "identity.people.was_enabled" : "identity.people.was_disabled") });
    reload();
  };
  const withdraw = async (invitation: InvitationView): Promise<void> => {
    try {
      await apiDelete(`${root}/invitations/${invitation.id}`);
      showToast({ text: t("identity.people.withdrawn") });
      reload();
    } catch (error) {
      tellProblem(error);
    }
  };

  return (
    <div class="page people-page">
      <header class="people-head">
        <div>
          <h1>{t("identity.people.title")}</h1>
          <p class="quiet-text">{t("identity.people.lead")}</p>
        </div>
        <Show when={can("person.invite")}>
          <Button look="main" onClick={() => setInviting(true)}>
            {t("identity.people.invite")}
          </Button>
        </Show>
      </header>
      <Show when={me()?.policyLevel === "start" && can("settings.change")}>
        <Notice tone="mind">{t("identity.door.policy_start")}</Notice>
      </Show>
      <Show when={list()} fallback={<Skeleton lines={6} words={t("identity.people.title")} />}>
        {(known) => (
          <>
            <Show when={known().recoveries.length > 0}>
              <RecoveriesCard recoveries={known().recoveries} onDone={reload} />
            </Show>
            <Card title={t("identity.people.title")} count={known().people.length} aside={<ExportMenu list="people" />}>
              <ul class="id-rows">
                <For each={known().people}>
                  {(person) => <PersonRow person={person} onAct={(act) => start(person, act)} />}
                </For>
              </ul>
            </Card>
            <Show when={can("person.invite")}>
              <Card title={t("identity.people.invitations")} count={known().invitations.length}>
                <ul class="id-rows">
                  <For
                    each={known().invitations}
                    fallback={<li class="quiet-text">{t("identity.people.no_invitations")}</li>}
                  >
                    {(invitation) => (
                      <li>
                        <div>
                          <p class="id-name">{invitation.email}</p>
                          <p class="id-line">
                            <span>{t(`identity.role.${invitation.role}`)}</span>
                            <span>
                              <Said>
                                {(moment) => t("identity.people.until", { when: moment(invitation.expiresAt) })}
                              </Said>
                            </span>
                          </p>
                        </div>
                        <div class="id-acts">
                          <Button isSmall look="quiet" onClick={() => void withdraw(invitation)}>
                            {t("identity.people.withdraw")}
                          </Button>
                        </div>
                      </li>
                    )}
                  </For>
                </ul>
              </Card>
            </Show>
          </>
        )}
      </Show>
      <Show when={can("settings.change")}>
        <PolicyCard />
        <DutiesCard />
        <AuthenticatorsCard />
      </Show>
      <InviteDialog isOpen={isInviting()} onClose={() => setInviting(false)} onDone={reload} />
      <Show when={asked()} keyed>
        {({ person, act }) => (
          <Switch>
            <Match when={act === "roles"}>
              <RolesDialog person={person} onClose={close} onDone={reload} />
            </Match>
            <Match when={act === "recover"}>
              <RecoveryDialog person={person} onClose={close} onDone={reload} />
            </Match>
            <Match when={act === "disable"}>
              <SureDialog
                title={t("identity.people.disable_of", { name: person.name })}
                text={t("identity.people.disable_text")}
                act={t("identity.people.disable")}
                binding={stepUpFor.disable(person.id, person.version)}
                onClose={close}
                run={async () => await setEnabled(person, false)}
              />
            </Match>
            <Match when={act === "enable"}>
              <SureDialog
                title={t("identity.people.enable")}
                text={person.name}
                act={t("identity.people.enable")}
                binding={stepUpFor.enable(person.id, person.version)}
                onClose={close}
                run={async () => await setEnabled(person, true)}
              />
            </Match>
          </Switch>
        )}
      </Show>
    </div>
  );
}
