// The people of the own organisation: invite, change roles, take them away. Each act is confirmed with the passkey.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { ColleaguesView, ColleagueView } from "../../../backend/identity/colleagues/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiDelete, apiGet } from "../../platform/api.ts";
import { Said } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import "../../shell/account/people.css";
import { describeProblem, tellProblem } from "../../shell/data/tell-problem.ts";
import { ColleagueRolesDialog, InviteColleagueDialog } from "./colleague-dialogs.tsx";

const root = "/api/v1/console/people";

export function PeoplePage(): JSX.Element {
  const t = useWords();
  const [view, { refetch }] = createResource(async () => await apiGet<ColleaguesView>(root));
  const known = () => (view.error === undefined ? view.latest : undefined);
  const [isInviting, setInviting] = createSignal(false);
  const [changed, setChanged] = createSignal<ColleagueView>();
  const withdraw = async (id: string): Promise<void> => {
    await apiDelete(`${root}/invitations/${id}`).then(() => void refetch(), tellProblem);
  };
  return (
    <main class="page people-page">
      <header class="people-head">
        <div>
          <h1>{t("console.people.title")}</h1>
          <p class="quiet-text">{t("console.people.lead")}</p>
        </div>
        <Show when={known()?.can.change}>
          <Button look="main" onClick={() => setInviting(true)}>
            {t("console.people.invite")}
          </Button>
        </Show>
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
        fallback={<Show when={view.loading}>{<Skeleton lines={5} words={t("desk.loading")} />}</Show>}
      >
        {(all) => (
          <>
            <Card title={t("console.people.with_roles")} count={all().people.length}>
              <ul class="id-rows">
                <For each={all().people}>
                  {(person) => (
                    <li>
                      <div>
                        <p>
                          <span class="id-name">{person.name}</span>{" "}
                          <Show when={person.isSelf}>
                            <Tag tone="low">{t("console.people.self")}</Tag>
                          </Show>
                        </p>
                        <p class="id-line">
                          <span>{person.email}</span>
                          <span>{person.roles.map((role) => t(`identity.role.${role}`)).join(", ")}</span>
                          <Show when={person.lastSeenAt}>
                            {(at) => (
                              <span>
                                <Said>{(moment) => t("console.people.seen", { when: moment(at()) })}</Said>
                              </span>
                            )}
                          </Show>
                        </p>
                      </div>
                      <Show when={all().can.change && !person.isSelf}>
                        <div class="id-acts">
                          <Button isSmall onClick={() => setChanged(person)}>
                            {t("console.people.change")}
                          </Button>
                        </div>
                      </Show>
                    </li>
                  )}
                </For>
              </ul>
            </Card>
            <Show when={all().invitations.length > 0}>
              <Card title={t("console.people.invited")} count={all().invitations.length}>
                <ul class="id-rows">
                  <For each={all().invitations}>
                    {(one) => (
                      <li>
                        <div>
                          <p class="id-name">{one.name ?? one.email}</p>
                          <p class="id-line">
                            <span>{one.email}</span>
                            <span>{t(`identity.role.${one.role}`)}</span>
                            <span>
                              <Said>{(moment) => t("console.people.until", { when: moment(one.expiresAt) })}</Said>
                            </span>
                          </p>
                        </div>
                        <div class="id-acts">
                          <Button isSmall look="quiet" onClick={() => void withdraw(one.id)}>
                            {t("console.people.take_back")}
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
      <Show when={isInviting()}>
        <InviteColleagueDialog onClose={() => setInviting(false)} onDone={() => void refetch()} />
      </Show>
      <Show when={changed()} keyed>
        {(person) => (
          <ColleagueRolesDialog
            person={person}
            onClose={() => setChanged(undefined)}
            onDone={() => {
              showToast({ text: t("console.people.changed") });
              void refetch();
            }}
          />
        )}
      </Show>
    </main>
  );
}
