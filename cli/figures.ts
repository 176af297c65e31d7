import type { Estimate } from '../decision/cost';
import type { Language } from '../decision/language';

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-US', fr: 'fr-FR' };

/** `1,234.50`, in French `1 234,50`: two decimals, so that a reader can add them up. */
export function usd(amount: number, lang: Language): string {
  return amount.toLocaleString(LOCALES[lang], { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** `+1.50`, `-0.20`, `0.00` */
export function signedUsd(amount: number, lang: Language): string {
  return `${amount > 0 ? '+' : ''}${usd(amount, lang)}`;
}

/** `38–43`, as the plan writes it; `30` where it has one figure. */
export function estimate({ low, high }: Estimate): string {
  return low === high ? String(low) : `${low}–${high}`;
}
