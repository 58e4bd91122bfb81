/**
 * The figures of the last measurement on real histories, on 2026-11-21: 157 HTML pages with ten versions or more of nine
 * public repositories (docs/judging.md, "Measured").
 */
export const recorded = `Recorded on 2026-11-21 (docs/judging.md says of what):
real histories  uploads     found  right base  rolled back
1 back             2707   98.74 %     99.06 %       0.52 %
2 back             2290   99.83 %     99.17 %      81.40 %
3 back             2001   99.75 %     98.65 %      92.40 %
5 back             1529  100.00 %     98.69 %      98.63 %
10 back             996  100.00 %     99.30 %      99.90 %
Of 4278 real, consecutive edits 6 would have been rolled back (0.14 %; 1 of them exact reverts) and 35 alerted (0.82 %), besides 77 exact reverts.

the peer: nearest by lines  uploads     found  right base  rolled back
1 back                         2707   99.00 %     98.54 %       1.44 %
2 back                         2290   99.83 %     97.94 %      97.03 %
3 back                         2001   99.95 %     97.35 %      97.75 %
5 back                         1529  100.00 %     97.65 %      99.87 %
10 back                         996  100.00 %     98.19 %      99.90 %
Of 4278 real, consecutive edits 84 would have been rolled back (1.96 %; 4 of them exact reverts) and 67 alerted (1.57 %), besides 73 exact reverts.

share undone   1 back   2 back   3 back    5 back   10 back  alerted  rolled back
0.50          98.93 %  99.91 %  99.80 %  100.00 %  100.00 %   1.24 %       0.14 %
0.60          98.89 %  99.91 %  99.80 %  100.00 %  100.00 %   1.08 %       0.14 %
0.70          98.78 %  99.83 %  99.80 %  100.00 %  100.00 %   0.82 %       0.14 %
0.75 shipped  98.74 %  99.83 %  99.75 %  100.00 %  100.00 %   0.82 %       0.14 %
0.80          98.63 %  99.78 %  99.70 %   99.93 %  100.00 %   0.72 %       0.14 %
0.85          98.41 %  99.65 %  99.60 %   99.80 %   99.90 %   0.70 %       0.12 %
0.90          98.37 %  99.61 %  99.40 %   99.67 %   99.90 %   0.72 %       0.09 %
0.95          98.23 %  99.48 %  99.25 %   99.54 %   99.80 %   0.72 %       0.09 %

other findings           edits   share
page.emptied rollback        4  0.09 %
page.structure alert       202  4.72 %
page.truncated alert         2  0.05 %
page.truncated rollback      1  0.02 %`;
