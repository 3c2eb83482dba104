/** What other floors and the command line may use of clustering. */
export { ChangeClusters, type ChangedCluster } from './change-clusters.service.js';
export { clusterDecision, type ClusterDecision } from './cluster-book.js';
export { clusterDispatches, replay, type Clustering } from './cluster-dispatches.js';
export { ClusterDispatches, type ClusterRound } from './cluster-dispatches.service.js';
export { readClusterItems, readClusterLog, readClusterSettings } from './cluster-files.js';
export { ClusterIndex } from './cluster-index.js';
export type { ClusterItem } from './cluster-item.js';
export { DEFAULT_CLUSTER_SETTINGS, clusterSettings, settingsHash, type ClusterSettings } from './cluster-settings.js';
export {
  evaluate,
  evaluatePairs,
  wordOverlapBaseline,
  type Evaluation,
  type LabelledItem,
  type PairwiseFigures,
} from './evaluate.js';
export {
  ShowClusters,
  type ShownCluster,
  type StandingCluster,
  type StandingClusters,
} from './show-clusters.service.js';
export { syntheticDay } from './synthetic-day.js';
