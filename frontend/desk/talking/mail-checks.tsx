// What we found out ourselves about who sent a mail: one sentence, and what each check said.
import { type JSX, Show } from "solid-js";
import { judgeChecks, type MailChecks as Checks } from "../../../backend/coordination/mail-checks/model.ts";
import { useWords } from "../../platform/words.ts";

export function MailChecks(props: { checks: Checks | null }): JSX.Element {
  const t = useWords();
  const details = (checks: Checks): string =>
    [
      ...checks.dkim.map(({ result, domain, selector }) =>
        t("talking.check.dkim", { result: t(`talking.check.result.${result}`), domain, selector }),
      ),
      ...(checks.spf
        ? [
            t("talking.check.spf", {
              result: t(`talking.check.result.${checks.spf.result}`),
              domain: checks.spf.domain,
            }),
          ]
        : []),
      ...(checks.dmarc
        ? [
            t("talking.check.dmarc", {
              result: t(`talking.check.result.${checks.dmarc.result}`),
              domain: checks.dmarc.domain,
              policy: checks.dmarc.policy || t("talking.check.no_policy"),
            }),
          ]
        : []),
      ...(checks.arc ? [t("talking.check.arc", { result: t(`talking.check.result.${checks.arc}`) })] : []),
    ].join(" · ");
  return (
    <Show when={props.checks}>
      {(checks) => (
        <p class="small-text" data-verdict={judgeChecks(checks())}>
          {t("talking.check.line", { verdict: t(`talking.check.${judgeChecks(checks())}`) })}{" "}
          <span class="quiet-text">{details(checks())}</span>
        </p>
      )}
    </Show>
  );
}
