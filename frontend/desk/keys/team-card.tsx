// The team's own keys: make one or bring one, hand out the public half, retire or revoke; each act with the passkey.
import { createSignal, For, type JSX, Show } from "solid-js";
import { spacedFingerprint, stepUpForTeamKey, type TeamKeyRow } from "../../../backend/coordination/openpgp/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextArea, TextField } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { stateTones } from "./state-tones.ts";

type Open = "make" | "import" | { key: TeamKeyRow; isRevoked: boolean };

export function TeamCard(props: { keys: readonly TeamKeyRow[]; canChange: boolean; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [open, setOpen] = createSignal<Open>();
  const [name, setName] = createSignal("");
  const [months, setMonths] = createSignal("24");
  const [armored, setArmored] = createSignal("");
  const [passphrase, setPassphrase] = createSignal("");
  const [reason, setReason] = createSignal("");
  const ending = () => {
    const now = open();
    return typeof now === "object" ? now : undefined;
  };
  const close = (): void => {
    setOpen(undefined);
    setArmored("");
    setPassphrase("");
    setReason("");
  };
  return (
    <Card
      title={t("openpgp.team")}
      id="team-keys"
      aside={
        <Show when={props.canChange}>
          <span class="talk-tags">
            <Button isSmall look="main" onClick={() => setOpen("make")}>
              {t("openpgp.team_make")}
            </Button>
            <Button isSmall onClick={() => setOpen("import")}>
              {t("openpgp.team_import")}
            </Button>
          </span>
        </Show>
      }
    >
      <ul class="talk-calls">
        <For each={props.keys} fallback={<li class="quiet-text">{t("openpgp.team_none")}</li>}>
          {(key) => (
            <li>
              <p class="talk-tags">
                <b dir="auto">{key.userIds[0] ?? ""}</b>
                <Tag tone={stateTones[key.state]}>{t(`openpgp.state.${key.state}`)}</Tag>
              </p>
              <p class="key-fingerprint">{spacedFingerprint(key.fingerprint)}</p>
              <p class="small-text quiet-text">
                {key.algorithm} ·{" "}
                {key.expiresAt === null
                  ? t("openpgp.for_ever")
                  : t("openpgp.until", { date: formatInstant(key.expiresAt) })}
                {key.endReason === null ? "" : ` · ${key.endReason}`}
              </p>
              <p class="talk-tags">
                <a
                  href={`data:application/pgp-keys,${encodeURIComponent(key.armored)}`}
                  download={`${key.fingerprint.slice(-16)}.asc`}
                >
                  {t("openpgp.team_download")}
                </a>
                <Show when={props.canChange && key.state !== "revoked"}>
                  <Show when={key.state !== "retired"}>
                    <Button isSmall look="quiet" onClick={() => setOpen({ key, isRevoked: false })}>
                      {t("openpgp.team_retire")}
                    </Button>
                  </Show>
                  <Button isSmall look="quiet" onClick={() => setOpen({ key, isRevoked: true })}>
                    {t("openpgp.team_revoke")}
                  </Button>
                </Show>
              </p>
            </li>
          )}
        </For>
      </ul>
      <Show when={open() === "make"}>
        <ActDialog
          title={t("openpgp.team_make")}
          description={t("openpgp.team_make_text")}
          act={t("openpgp.team_make")}
          binding={() => stepUpForTeamKey.make(name().trim())}
          send={async () =>
            await apiPost("/api/v1/openpgp/team-keys", { name: name().trim(), months: Number(months()) })
          }
          onClose={close}
          onDone={props.onDone}
        >
          <TextField
            name="name"
            label={t("openpgp.team_name")}
            value={name()}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <TextField
            name="months"
            label={t("openpgp.team_months")}
            inputmode="numeric"
            value={months()}
            onInput={(event) => setMonths(event.currentTarget.value)}
          />
        </ActDialog>
      </Show>
      <Show when={open() === "import"}>
        <ActDialog
          title={t("openpgp.team_import")}
          description={t("openpgp.team_make_text")}
          act={t("openpgp.team_import")}
          binding={() => stepUpForTeamKey.import()}
          send={async () =>
            await apiPost("/api/v1/openpgp/team-keys/import", { armored: armored(), passphrase: passphrase() })
          }
          onClose={close}
          onDone={props.onDone}
        >
          <TextArea
            name="armored"
            label={t("openpgp.team_private")}
            rows={6}
            spellcheck={false}
            value={armored()}
            onInput={(event) => setArmored(event.currentTarget.value)}
          />
          <TextField
            name="passphrase"
            label={t("openpgp.team_passphrase")}
            type="password"
            value={passphrase()}
            onInput={(event) => setPassphrase(event.currentTarget.value)}
          />
        </ActDialog>
      </Show>
      <Show when={ending()}>
        {(end) => (
          <ActDialog
            title={t(end().isRevoked ? "openpgp.team_revoke" : "openpgp.team_retire")}
            description={end().isRevoked ? t("openpgp.team_revoke_text") : spacedFingerprint(end().key.fingerprint)}
            act={t(end().isRevoked ? "openpgp.team_revoke" : "openpgp.team_retire")}
            binding={() => stepUpForTeamKey.end(ending()?.key.id ?? "")}
            send={async () => {
              const now = ending();
              await apiPost(`/api/v1/openpgp/team-keys/${now?.key.id ?? ""}/end`, {
                isRevoked: now?.isRevoked ?? false,
                reason: reason(),
              });
            }}
            onClose={close}
            onDone={props.onDone}
          >
            <TextArea
              name="reason"
              label={t("openpgp.reason")}
              value={reason()}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
          </ActDialog>
        )}
      </Show>
    </Card>
  );
}
