/** Energies and indices are counted in whole 1e-6 kWh: sums of integers have no noise, and below 1e9 kWh they are exact. */
const perKwh = 1e6;

/** kWh as whole 1e-6 kWh, rounded once. */
export const toMicro = (kwh: number): number => Math.round(kwh * perKwh);

/** Whole 1e-6 kWh as kWh: the decimal that is nearest, without a rest such as 0.30000000000000004. */
export const fromMicro = (micro: number): number => micro / perKwh;

/** `amount * part / whole`, rounded half up, without overflow; all are integers, 0 <= part <= whole, amount >= 0. */
export function share(amount: number, part: number, whole: number): number {
  if (whole === 0 || part >= whole) return amount;
  const [a, p, w] = [BigInt(amount), BigInt(part), BigInt(whole)];
  return Number((2n * a * p + w) / (2n * w));
}

/**
 * The step of a register that shows both indices: the coarsest decimal place, at most 1 kWh, that both are whole numbers of.
 * A meter that counts whole kWh moves by 1 kWh however small the power.
 */
export function registerStep(a: number, b: number): number {
  for (let step = perKwh; step > 1; step /= 10) if (a % step === 0 && b % step === 0) return step;
  return 1;
}
