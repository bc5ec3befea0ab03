// API keys for machines: what each can do, until when, when it was last used; made, replaced, revoked here.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { type ApiKeyView, stepUpFor } from "../../../backend/identity/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Dialog } from "../../parts/dialog/dialog.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiDelete, apiGet, apiPost } from "../../platform/api.ts";
import { Said } from "../../parts/moment/moment.tsx";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { MakeApiKeyDialog, ShownApiKey } from "./make-api-key-dialog.tsx";
import "../../shell/account/people.css";
import { SureDialog } from "../../shell/confirm/sure-dialog.tsx";
import { Refusal } from "../../shell/forms/refusal.tsx";

const root = "/api/v1/identity/api-keys";

export function ApiKeysPage(): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [list, { refetch }] = createResource(async () => await apiGet<{ keys: ApiKeyView[] }>(root));
  const [isMaking, setMaking] = createSignal(false);
  const [fresh, setFresh] = createSignal<string>();
  const [revoking, setRevoking] = createSignal<ApiKeyView>();
  const reload = (): void => void refetch();
  const rotate = async (key: ApiKeyView): Promise<void> => {
    const isDone = await act.run(stepUpFor.rotateApiKey(key.id), async () => {
      setFresh((await apiPost<{ key: string }>(`${root}/${key.id}/rotate`)).key);
    });
    if (!isDone) return;
    showToast({ text: t("identity.keys.rotated") });
    reload();
  };
  const setService = async ({ account, name }: ApiKeyView): Promise<void> => {
    if (!account) return;
    const isStopped = account.stoppedAt !== null;
    const binding = isStopped ? stepUpFor.startAccount(account.id) : undefined;
    const isDone = await act.run(binding, async () => {
      await apiPost(`${root}/accounts/${account.id}/${isStopped ? "start" : "stop"}`);
    });
    if (!isDone) return;
    showToast({ text: t(isStopped ? "identity.keys.was_started" : "identity.keys.was_stopped", { name }) });
    reload();
  };
  return (
    <div class="page people-page">
      <header class="people-head">
        <div>
          <h1>{t("identity.keys.title")}</h1>
          <p class="quiet-text">{t("identity.keys.lead")}</p>
        </div>
        <Button look="main" onClick={() => setMaking(true)}>
          {t("identity.keys.make")}
        </Button>
      </header>
      <Refusal of={act} />
      <Show when={list()} fallback={<Skeleton lines={4} words={t("identity.keys.title")} />}>
        {(known) => (
          <Card title={t("identity.keys.title")} count={known().keys.length} aside={<ExportMenu list="api-keys" />}>
            <ul class="id-rows">
              <For each={known().keys} fallback={<li class="quiet-text">{t("identity.keys.none")}</li>}>
                {(key) => (
                  <ApiKeyRow
                    apiKey={key}
                    isBusy={act.isBusy()}
                    onRotate={() => void rotate(key)}
                    onService={() => void setService(key)}
                    onRevoke={() => setRevoking(key)}
                  />
                )}
              </For>
            </ul>
          </Card>
        )}
      </Show>
      <Show when={isMaking()}>
        <MakeApiKeyDialog onClose={() => setMaking(false)} onDone={reload} />
      </Show>
      <Show when={fresh()}>
        {(key) => (
          <Dialog isOpen onClose={() => setFresh(undefined)} title={t("identity.keys.rotate")}>
            <ShownApiKey value={key()} />
          </Dialog>
        )}
      </Show>
      <Show when={revoking()} keyed>
        {(key) => (
          <SureDialog
            title={t("identity.keys.revoke_of", { name: key.name })}
            text={t("identity.keys.revoke_text")}
            act={t("identity.keys.revoke")}
            onClose={() => setRevoking(undefined)}
            run={async () => {
              await apiDelete(`${root}/${key.id}`);
              showToast({ text: t("identity.keys.was_revoked") });
              reload();
            }}
          />
        )}
      </Show>
    </div>
  );
}

function ApiKeyRow(props: {
  apiKey: ApiKeyView;
  isBusy: boolean;
  onRotate: () => void;
  /** Stops or starts the service with all its keys. */
  onService: () => void;
  onRevoke: () => void;
}): JSX.Element {
  const t = useWords();
  const hasEnded = () => props.apiKey.expiresAt !== null && new Date(props.apiKey.expiresAt) <= new Date();
  const end = (moment: (at: string) => string) => {
    const { revokedAt, expiresAt } = props.apiKey;
    if (revokedAt) return t("identity.keys.revoked", { when: moment(revokedAt) });
    if (!expiresAt) return "";
    return t(hasEnded() ? "identity.keys.ended" : "identity.keys.ends", { when: moment(expiresAt) });
  };
  return (
    <li>
      <div>
        <p>
          <span class="id-name">{props.apiKey.name}</span>{" "}
          <Show when={props.apiKey.account?.stoppedAt}>
            <Tag tone="critical">{t("identity.keys.stopped")}</Tag>
          </Show>{" "}
          <code>tgk_{props.apiKey.prefix}_…</code>
        </p>
        <p class="id-line">
          <For each={props.apiKey.acts}>{(one) => <Tag>{t(`identity.keys.act.${one}`)}</Tag>}</For>
          <span>{t("identity.keys.up_to", { marking: `TLP:${props.apiKey.marking.toUpperCase()}` })}</span>
          <Show when={props.apiKey.networks.length > 0}>
            <span>{t("identity.keys.from", { networks: props.apiKey.networks.join(", ") })}</span>
          </Show>
          <span>
            <Said>{end}</Said>
          </span>
          <span>
            {props.apiKey.lastUsedAt ? (
              <Said>{(moment) => t("identity.keys.used", { when: moment(props.apiKey.lastUsedAt) })}</Said>
            ) : (
              t("identity.keys.never_used")
            )}
          </span>
        </p>
      </div>
      <Show when={!props.apiKey.revokedAt && !hasEnded()}>
        <div class="id-acts">
          <Show when={props.apiKey.account}>
            {(account) => (
              <Button isSmall look="quiet" isBusy={props.isBusy} onClick={() => props.onService()}>
                {t(account().stoppedAt ? "identity.keys.start" : "identity.keys.stop")}
              </Button>
            )}
          </Show>
          <Button isSmall isBusy={props.isBusy} onClick={() => props.onRotate()}>
            {t("identity.keys.rotate")}
          </Button>
          <Button isSmall look="danger" onClick={() => props.onRevoke()}>
            {t("identity.keys.revoke")}
          </Button>
        </div>
      </Show>
    </li>
  );
}
