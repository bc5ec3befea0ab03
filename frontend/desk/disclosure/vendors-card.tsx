// The vendors of a vulnerability: who they are, whether they were told, what to try next, a code to read out.
import { createSignal, For, type JSX, Show } from "solid-js";
import { disclosureLanguages } from "../../../backend/coordination/disclosure/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { FieldsDialog, filled } from "./fields-dialog.tsx";
import type { DisclosureWork } from "./work.ts";

export function VendorsCard(props: { work: DisclosureWork }): JSX.Element {
  const t = useWords();
  const { work } = props;
  const [isAdding, setAdding] = createSignal(false);
  const [leaving, setLeaving] = createSignal<string>();
  const [code, setCode] = createSignal<{ linkId: string; words: string }>();
  const readCode = async (linkId: string): Promise<void> => {
    try {
      const { code: digits, minutes } = await apiPost<{ code: string; minutes: number }>(
        `/api/v1/talking/links/${linkId}/code`,
      );
      setCode({ linkId, words: t("disclosure.desk.code_is", { code: digits, minutes }) });
    } catch (error) {
      tellProblem(error);
    }
  };
  const invite = async (partyId: string): Promise<void> => {
    await work.post(`/vendors/${partyId}/invite`);
    showToast({ text: t("disclosure.desk.invited") });
  };
  return (
    <Card title={t("disclosure.desk.vendor")} count={work.of.vendors.length}>
      <div class="care-acts">
        <Button look="main" isSmall onClick={() => setAdding(true)}>
          {t("disclosure.desk.add_vendor")}
        </Button>
      </div>
      <ul class="care-rows">
        <For each={work.of.vendors} fallback={<li class="quiet-text">{t("disclosure.desk.none_yet")}</li>}>
          {(vendor) => (
            <li data-vendor={vendor.name}>
              <div>
                <b>{vendor.name}</b> · {vendor.product} {vendor.country ?? ""}
                <p class="quiet-text small-text">
                  {[vendor.email, vendor.phone].filter((way) => way !== null).join(" · ")}{" "}
                  {vendor.invitedAt === null
                    ? t("disclosure.desk.not_invited")
                    : vendor.openedAt === null
                      ? t("disclosure.desk.not_opened")
                      : t("disclosure.desk.opened", { when: formatInstant(vendor.openedAt) })}
                </p>
                <Show when={vendor.leftReason} keyed>
                  {(reason) => <p class="small-text">{t("disclosure.desk.left", { reason })}</p>}
                </Show>
                <Show when={code()?.linkId === vendor.linkId && code()} keyed>
                  {(shown) => (
                    <p role="status">
                      <b class="mono">{shown.words}</b>
                    </p>
                  )}
                </Show>
              </div>
              <Show when={vendor.leftAt === null}>
                <div class="care-acts">
                  <Tag tone={vendor.rung === "answered" || vendor.rung === "wait" ? "plain" : "high"}>
                    {t(`disclosure.rung.${vendor.rung}`)}
                  </Tag>
                  <Button
                    isSmall
                    look={vendor.invitedAt === null ? "main" : "quiet"}
                    onClick={() => void invite(vendor.id)}
                  >
                    {vendor.invitedAt === null ? t("disclosure.desk.invite") : t("disclosure.desk.invite_again")}
                  </Button>
                  <Show when={vendor.linkId} keyed>
                    {(linkId) => (
                      <Button isSmall onClick={() => void readCode(linkId)}>
                        {t("disclosure.desk.code")}
                      </Button>
                    )}
                  </Show>
                  <Button isSmall look="quiet" onClick={() => setLeaving(vendor.id)}>
                    {t("disclosure.desk.let_go")}
                  </Button>
                </div>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={isAdding()}>
        <AddVendorDialog work={work} onClose={() => setAdding(false)} />
      </Show>
      <Show when={leaving()} keyed>
        {(partyId) => (
          <FieldsDialog
            title={t("disclosure.desk.let_go")}
            act={t("disclosure.desk.let_go")}
            fields={[{ name: "reason", label: t("disclosure.desk.reason"), kind: "text" }]}
            send={async ({ reason }) => await apiPost(`${work.path}/vendors/${partyId}/leave`, { reason })}
            onClose={() => setLeaving(undefined)}
            onDone={work.reload}
          />
        )}
      </Show>
    </Card>
  );
}

function AddVendorDialog(props: { work: DisclosureWork; onClose: () => void }): JSX.Element {
  const t = useWords();
  const { work } = props;
  return (
    <FieldsDialog
      title={t("disclosure.desk.add_vendor")}
      description={t("disclosure.desk.not_told")}
      act={t("disclosure.desk.add_vendor")}
      fields={[
        { name: "name", label: t("disclosure.desk.vendor"), kind: "line" },
        { name: "isRegistered", label: t("disclosure.desk.constituent"), kind: "tick" },
        { name: "product", label: t("disclosure.desk.product"), kind: "line" },
        { name: "email", label: t("disclosure.desk.email"), kind: "line" },
        { name: "phone", label: t("disclosure.desk.phone"), kind: "line" },
        { name: "country", label: t("disclosure.desk.country"), kind: "line" },
        {
          name: "language",
          label: t("disclosure.desk.language"),
          kind: "choice",
          value: currentLanguage(),
          options: disclosureLanguages.map((value) => ({ value, label: t(`common.language.${value}`) })),
        },
      ]}
      send={async (values) =>
        await apiPost(`${work.path}/vendors`, {
          name: values["name"],
          product: values["product"],
          language: values["language"],
          isRegistered: values["isRegistered"] === "yes",
          ...filled(values, "email", "phone", "country"),
        })
      }
      onClose={props.onClose}
      onDone={work.reload}
    />
  );
}
