// The own account: passkeys with what they are and when they were used, and the sessions that are open.
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import { createResource } from "../data/create-resource.ts";
import { type OwnKeysView, type PasskeyView, stepUpFor } from "../../../backend/identity/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiDelete, apiGet, apiPost } from "../../platform/api.ts";
import { Said } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../data/tell-problem.ts";
import { loadMe, me } from "../session.ts";
import { signalAcceptedPasskeys, signalPersonDetails } from "../sign-in/ceremonies.ts";
import { AddPasskeyDialog } from "./add-passkey-dialog.tsx";
import "./people.css";
import { RecoveryCodesCard } from "./recovery-codes-card.tsx";
import { RenameDialog } from "./rename-dialog.tsx";
import { SureDialog } from "../confirm/sure-dialog.tsx";

const root = "/api/v1/identity/me";

export function MyKeysPage(): JSX.Element {
  const t = useWords();
  const [keys, { refetch }] = createResource(async () => await apiGet<OwnKeysView>(`${root}/keys`));
  const [isAdding, setAdding] = createSignal(false);
  const [asked, setAsked] = createSignal<{ passkey: PasskeyView; act: "rename" | "remove" }>();
  const usable = () => keys()?.passkeys.filter((key) => key.blockedAt === null) ?? [];
  const reload = (): void => {
    void refetch();
    void loadMe();
  };
  // Only an answer that has just come: told a list from before it was made, the authenticator would throw a new passkey away.
  const fresh = () => (keys.state === "ready" ? keys.latest : undefined);
  createEffect(
    on(fresh, (known) => {
      if (!known) return;
      void signalAcceptedPasskeys(
        known.siteName,
        known.handle,
        known.passkeys.filter((key) => key.blockedAt === null).map((key) => key.id),
      );
    }),
  );
  createEffect(() => {
    const known = keys();
    const person = me();
    if (known && person) void signalPersonDetails(known.siteName, known.handle, person);
  });
  /** One by its id; without an id, all others. */
  const endSession = async (id?: string): Promise<void> => {
    try {
      if (id === undefined) await apiPost(`${root}/sessions/end-others`);
      else await apiDelete(`${root}/sessions/${id}`);
      showToast({ text: t("identity.me.session_ended") });
      reload();
    } catch (error) {
      tellProblem(error);
    }
  };
  const remove = async (passkey: PasskeyView): Promise<void> => {
    await apiDelete(`${root}/passkeys/${passkey.id}`);
    showToast({ text: t("identity.me.removed") });
    reload();
  };
  return (
    <div class="page people-page">
      <header>
        <h1>{t("identity.me.title")}</h1>
        <Show when={me()}>
          {(known) => <p class="quiet-text">{t("identity.me.who", { name: known().name, email: known().email })}</p>}
        </Show>
      </header>
      <Show when={me()?.limitation}>
        {(limitation) => <Notice tone="mind">{t(`identity.me.${limitation()}`)}</Notice>}
      </Show>
      <Show when={keys()} fallback={<Skeleton lines={5} words={t("identity.me.title")} />}>
        {(known) => (
          <>
            <Card
              title={t("identity.me.passkeys")}
              count={known().passkeys.length}
              aside={<Button onClick={() => setAdding(true)}>{t("identity.me.add")}</Button>}
            >
              <ul class="id-rows">
                <For each={known().passkeys}>
                  {(passkey) => <PasskeyRow passkey={passkey} onAct={(act) => setAsked({ passkey, act })} />}
                </For>
              </ul>
            </Card>
            <Card
              title={t("identity.me.sessions")}
              count={known().sessions.length}
              aside={
                <Show when={known().sessions.length > 1}>
                  <Button isSmall onClick={() => void endSession()}>
                    {t("identity.me.end_others")}
                  </Button>
                </Show>
              }
            >
              <ul class="id-rows">
                <For each={known().sessions}>
                  {(session) => (
                    <li>
                      <div>
                        <p>
                          <span class="id-name">{session.passkeyName}</span>{" "}
                          <Show when={session.isThisOne}>
                            <Tag tone="low">{t("identity.me.this_session")}</Tag>
                          </Show>
                        </p>
                        <p class="id-line">
                          <span>
                            <Said>
                              {(moment) =>
                                t("identity.me.session_line", {
                                  opened: moment(session.createdAt),
                                  seen: moment(session.lastSeenAt),
                                  ends: moment(session.expiresAt),
                                })
                              }
                            </Said>
                          </span>
                        </p>
                      </div>
                      <Show when={!session.isThisOne}>
                        <div class="id-acts">
                          <Button isSmall onClick={() => void endSession(session.id)}>
                            {t("identity.me.end_session")}
                          </Button>
                        </div>
                      </Show>
                    </li>
                  )}
                </For>
              </ul>
            </Card>
          </>
        )}
      </Show>
      <Show when={keys()?.recoveryCodes.isAllowed && me()}>
        {(known) => (
          <Show when={keys()?.recoveryCodes}>
            {(state) => <RecoveryCodesCard state={state()} personId={known().personId} onDone={reload} />}
          </Show>
        )}
      </Show>
      <Show when={isAdding() && me()}>
        {(known) => (
          <AddPasskeyDialog
            personId={known().personId}
            usablePasskeys={usable().length}
            onClose={() => setAdding(false)}
            onDone={reload}
          />
        )}
      </Show>
      <Show when={asked()} keyed>
        {({ passkey, act }) => (
          <Show
            when={act === "remove"}
            fallback={<RenameDialog passkey={passkey} onClose={() => setAsked(undefined)} onDone={reload} />}
          >
            <SureDialog
              title={t("identity.me.remove_of", { name: passkey.name })}
              text={t("identity.me.remove_text")}
              act={t("identity.me.remove")}
              binding={stepUpFor.removePasskey(passkey.id, usable().length)}
              onClose={() => setAsked(undefined)}
              run={async () => await remove(passkey)}
            />
          </Show>
        )}
      </Show>
    </div>
  );
}

function PasskeyRow(props: { passkey: PasskeyView; onAct: (act: "rename" | "remove") => void }): JSX.Element {
  const t = useWords();
  return (
    <li>
      <div>
        <p>
          <span class="id-name">{props.passkey.name}</span>{" "}
          <Show when={props.passkey.blockedFor}>
            {(why) => <Tag tone="critical">{t(`identity.me.blocked_for.${why()}`)}</Tag>}
          </Show>
        </p>
        <p class="id-line">
          <span>{t(props.passkey.isBackupEligible ? "identity.me.synced" : "identity.me.device_bound")}</span>
          <Show when={props.passkey.attestation === "verified" && props.passkey.modelName}>
            {(name) => <span>{t("identity.me.checked", { name: name() })}</span>}
          </Show>
          <span>
            <Said>{(moment) => t("identity.me.made", { when: moment(props.passkey.createdAt) })}</Said>
          </span>
          <span>
            {props.passkey.lastUsedAt ? (
              <Said>{(moment) => t("identity.me.used", { when: moment(props.passkey.lastUsedAt) })}</Said>
            ) : (
              t("identity.me.never_used")
            )}
          </span>
        </p>
      </div>
      <div class="id-acts">
        <Button isSmall look="quiet" onClick={() => props.onAct("rename")}>
          {t("identity.me.rename")}
        </Button>
        <Show when={props.passkey.can.remove}>
          <Button isSmall look="danger" onClick={() => props.onAct("remove")}>
            {t("identity.me.remove")}
          </Button>
        </Show>
      </div>
    </li>
  );
}
