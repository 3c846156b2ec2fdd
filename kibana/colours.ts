/** Okabe and Ito's palette for devices: told apart with every kind of colour vision. Yellow is left out: too pale on white. */
export const deviceColours = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00'] as const;

/** The colours of states, as on the live page and in the mails. */
export const stateColours = {
  normal: '#15803d',
  leak: '#b91c1c',
  silent: '#b45309',
  unknown: '#64748b',
} as const;

/** From too little to plenty: neither red nor green alone says it. */
export const lowToHigh = ['#b91c1c', '#f59e0b', '#fef3c7', '#93c5fd', '#1d4ed8'] as const;

/** From nothing missing to much. */
export const noneToMany = ['#e2e8f0', '#fde68a', '#f59e0b', '#dc2626', '#7f1d1d'] as const;
