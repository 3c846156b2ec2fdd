/** How a state looks: colours on light and on dark ground (contrast at least 4.5:1 on both), and its shape. */
export interface StateLook {
  readonly shape: string;
  readonly onLight: string;
  readonly onDark: string;
}

export type State = 'leak' | 'silent' | 'unknown' | 'normal';

export const looks: Readonly<Record<State, StateLook>> = {
  leak: { shape: '▲', onLight: '#b91c1c', onDark: '#f87171' },
  silent: { shape: '■', onLight: '#b45309', onDark: '#fbbf24' },
  unknown: { shape: '◌', onLight: '#64748b', onDark: '#94a3b8' },
  normal: { shape: '●', onLight: '#15803d', onDark: '#4ade80' },
};
