// Machines, accounts and services that a case is about, the compromised ones first.
import { createSignal, For, type JSX, Show } from "solid-js";
import { assetKinds, type AssetView, compromiseStates } from "../../../../backend/cases/assets/model.ts";
import type { CaseWork } from "../../../../backend/cases/work/model.ts";
import { Button } from "../../../parts/button/button.tsx";
import { Card } from "../../../parts/card/card.tsx";
import { Empty } from "../../../parts/empty/empty.tsx";
import { SelectField, TextArea, TextField } from "../../../parts/field/field.tsx";
import { Tag, type Tone } from "../../../parts/tag/tag.tsx";
import { showToast } from "../../../parts/toast/toast.tsx";
import { apiPatch, apiPost } from "../../../platform/api.ts";
import { Said } from "../../../parts/moment/moment.tsx";
import { useWords } from "../../../platform/words.ts";
import type { Work } from "./create-work.ts";
import { removePart } from "./remove-part.ts";
import { fromField, sayLocal, toField } from "./times.ts";
import { WorkDialog } from "./work-dialog.tsx";

const tones: Record<AssetView["compromise"], Tone> = {
  compromised: "critical",
  suspected: "high",
  unknown: "plain",
  recovered: "low",
  clean: "low",
};

export function AssetsPanel(props: { of: CaseWork; work: Work }): JSX.Element {
  const t = useWords();
  const [editing, setEditing] = createSignal<AssetView | "new">();
  const mayChange = () => props.of.can.change && props.of.isOpen;
  return (
    <Card
      title={t("casework.tab.assets")}
      count={props.of.assets.length}
      aside={
        <Show when={mayChange()}>
          <Button isSmall onClick={() => setEditing("new")}>
            {t("casework.assets.add")}
          </Button>
        </Show>
      }
    >
      <ul class="work-list">
        <For
          each={props.of.assets}
          fallback={
            <li>
              <Empty title={t("casework.assets.none")} text={t("casework.assets.none_hint")} />
            </li>
          }
        >
          {(asset) => (
            <li class="work-row">
              <div class="work-row-main">
                <p>
                  <b dir="auto">{asset.name}</b> <Tag>{t(`casework.assets.kind.${asset.kind}`)}</Tag>{" "}
                  <Tag tone={tones[asset.compromise]}>{t(`casework.assets.state.${asset.compromise}`)}</Tag>
                </p>
                <p class="quiet-text small-text">
                  <Said>
                    {(moment) =>
                      [
                        asset.constituent?.name,
                        asset.compromisedAt
                          ? t("casework.assets.since", { time: moment(asset.compromisedAt) })
                          : undefined,
                      ]
                        .filter((part) => part !== undefined)
                        .join(" · ")
                    }
                  </Said>
                </p>
                <Show when={asset.addresses !== ""}>
                  <p class="pre-text small-text mono">{asset.addresses}</p>
                </Show>
                <Show when={asset.note !== ""}>
                  <p class="pre-text small-text" dir="auto">
                    {asset.note}
                  </p>
                </Show>
              </div>
              <Show when={mayChange()}>
                <div class="work-row-acts">
                  <Button
                    isSmall
                    look="quiet"
                    aria-label={t("casework.change_one", { name: asset.name })}
                    onClick={() => setEditing(asset)}
                  >
                    {t("casework.change")}
                  </Button>
                  <Button isSmall look="quiet" onClick={() => void removePart(props.work, "assets", asset)}>
                    {t("casework.remove")}
                  </Button>
                </div>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={editing()} keyed>
        {(one) => (
          <AssetDialog
            caseId={props.of.caseId}
            asset={one === "new" ? undefined : { ...one }}
            work={props.work}
            onClose={() => setEditing(undefined)}
          />
        )}
      </Show>
    </Card>
  );
}

function AssetDialog(props: {
  caseId: string;
  asset: AssetView | undefined;
  work: Work;
  onClose: () => void;
}): JSX.Element {
  const t = useWords();
  const { asset, work, caseId } = props;
  const [name, setName] = createSignal(asset?.name ?? "");
  const [kind, setKind] = createSignal<AssetView["kind"]>(asset?.kind ?? "computer");
  const [compromise, setCompromise] = createSignal<AssetView["compromise"]>(asset?.compromise ?? "unknown");
  const [since, setSince] = createSignal(toField(asset?.compromisedAt ?? null));
  const [addresses, setAddresses] = createSignal(asset?.addresses ?? "");
  const [note, setNote] = createSignal(asset?.note ?? "");
  const stored = () => {
    const now = work.work()?.assets.find(({ id }) => id === asset?.id);
    if (!now) return undefined;
    return {
      version: now.version,
      fields: [
        { label: t("casework.assets.name"), mine: name().trim(), theirs: now.name },
        {
          label: t("casework.assets.kind"),
          mine: t(`casework.assets.kind.${kind()}`),
          theirs: t(`casework.assets.kind.${now.kind}`),
        },
        {
          label: t("casework.assets.compromise"),
          mine: t(`casework.assets.state.${compromise()}`),
          theirs: t(`casework.assets.state.${now.compromise}`),
        },
        {
          label: t("casework.assets.compromised_at"),
          mine: since().replace("T", " "),
          theirs: now.compromisedAt ? sayLocal(now.compromisedAt) : "",
        },
        { label: t("casework.assets.addresses"), mine: addresses().trim(), theirs: now.addresses },
        { label: t("casework.note"), mine: note().trim(), theirs: now.note },
      ],
    };
  };
  const send = async (version: number): Promise<void> => {
    const form = {
      name: name(),
      kind: kind(),
      compromise: compromise(),
      compromisedAt: fromField(since()),
      addresses: addresses(),
      note: note(),
    };
    if (asset) await apiPatch(`/api/v1/desk/case-parts/assets/${asset.id}`, { version, ...form });
    else await apiPost(`/api/v1/desk/cases/${caseId}/assets`, form);
  };
  return (
    <WorkDialog
      title={asset ? t("casework.change_one", { name: asset.name }) : t("casework.assets.add")}
      send={send}
      {...(asset ? { seen: asset.version, stored } : {})}
      reload={work.reload}
      onClose={() => props.onClose()}
      onDone={() => showToast({ text: t("casework.saved") })}
    >
      {(errorOf) => (
        <>
          <TextField
            label={t("casework.assets.name")}
            value={name()}
            maxLength={300}
            error={errorOf("name")}
            onInput={(event) => setName(event.currentTarget.value)}
          />
          <div class="work-pair">
            <SelectField
              label={t("casework.assets.kind")}
              value={kind()}
              options={assetKinds.map((value) => ({ value, label: t(`casework.assets.kind.${value}`) }))}
              onChange={(event) => setKind(assetKinds.find((one) => one === event.currentTarget.value) ?? "other")}
            />
            <SelectField
              label={t("casework.assets.compromise")}
              value={compromise()}
              options={compromiseStates.map((value) => ({ value, label: t(`casework.assets.state.${value}`) }))}
              onChange={(event) =>
                setCompromise(compromiseStates.find((one) => one === event.currentTarget.value) ?? "unknown")
              }
            />
          </div>
          <TextField
            type="datetime-local"
            label={t("casework.assets.compromised_at")}
            value={since()}
            error={errorOf("compromisedAt")}
            onInput={(event) => setSince(event.currentTarget.value)}
          />
          <TextArea
            label={t("casework.assets.addresses")}
            hint={t("casework.assets.addresses_hint")}
            rows={2}
            value={addresses()}
            maxLength={4000}
            onInput={(event) => setAddresses(event.currentTarget.value)}
          />
          <TextArea
            label={t("casework.note")}
            rows={2}
            value={note()}
            maxLength={4000}
            onInput={(event) => setNote(event.currentTarget.value)}
          />
        </>
      )}
    </WorkDialog>
  );
}
