"""The rules, and the table of contents."""

from __future__ import annotations

from flake8_async_offload.rule import Rule
from flake8_async_offload.rules.aso101_async_twin_offloaded import AsyncTwinOffloaded
from flake8_async_offload.rules.aso102_async_twin_blocks_loop import AsyncTwinBlocksLoop
from flake8_async_offload.rules.aso103_stdlib_twin_offloaded import StdlibTwinOffloaded
from flake8_async_offload.rules.aso104_async_package_available import AsyncPackageAvailable
from flake8_async_offload.rules.aso105_thread_backed_async import ThreadBackedAsync
from flake8_async_offload.rules.aso106_trivial_offload import TrivialOffload
from flake8_async_offload.rules.aso107_async_twin_inside import AsyncTwinInside
from flake8_async_offload.rules.aso201_long_cpu_on_default_pool import LongCpuOnDefaultPool
from flake8_async_offload.rules.aso202_long_cpu_blocks_loop import LongCpuBlocksLoop
from flake8_async_offload.rules.aso203_gil_bound_in_threads import GilBoundInThreads
from flake8_async_offload.rules.aso204_parked_wait_in_shared_pool import ParkedWaitInSharedPool
from flake8_async_offload.rules.aso205_forever_in_shared_pool import ForeverInSharedPool
from flake8_async_offload.rules.aso206_long_background_on_request_pool import LongBackgroundOnRequestPool
from flake8_async_offload.rules.aso207_sync_health_endpoint import SyncHealthEndpoint
from flake8_async_offload.rules.aso208_unbounded_fan_out import UnboundedFanOut
from flake8_async_offload.rules.aso209_nested_offload import NestedOffload
from flake8_async_offload.rules.aso210_thread_sensitive_serialises import ThreadSensitiveSerialises
from flake8_async_offload.rules.aso211_pool_over_capacity import PoolOverCapacity
from flake8_async_offload.rules.aso212_long_blocking_on_default_pool import LongBlockingOnDefaultPool
from flake8_async_offload.rules.aso301_timeout_leaves_thread import TimeoutLeavesThread
from flake8_async_offload.rules.aso302_cancel_scope_waits_for_thread import CancelScopeWaitsForThread
from flake8_async_offload.rules.aso303_executor_per_call import ExecutorPerCall
from flake8_async_offload.rules.aso304_shutdown_blocks_loop import ShutdownBlocksLoop
from flake8_async_offload.rules.aso305_offload_never_awaited import OffloadNeverAwaited
from flake8_async_offload.rules.aso306_blocking_result_in_coroutine import BlockingResultInCoroutine
from flake8_async_offload.rules.aso307_threadsafe_self_deadlock import ThreadsafeSelfDeadlock
from flake8_async_offload.rules.aso308_no_timeout_inside import NoTimeoutInside
from flake8_async_offload.rules.aso401_called_not_passed import CalledNotPassed
from flake8_async_offload.rules.aso402_eager_blocking_argument import EagerBlockingArgument
from flake8_async_offload.rules.aso403_coroutine_function_offloaded import CoroutineFunctionOffloaded
from flake8_async_offload.rules.aso404_keyword_arguments_rejected import KeywordArgumentsRejected
from flake8_async_offload.rules.aso405_unpicklable_for_processes import UnpicklableForProcesses
from flake8_async_offload.rules.aso406_stop_iteration_hangs import StopIterationHangs
from flake8_async_offload.rules.aso407_process_pool_as_default import ProcessPoolAsDefault
from flake8_async_offload.rules.aso408_lazy_result_escapes import LazyResultEscapes
from flake8_async_offload.rules.aso501_contextvars_lost import ContextvarsLost
from flake8_async_offload.rules.aso502_asyncio_object_in_thread import AsyncioObjectInThread
from flake8_async_offload.rules.aso503_new_loop_in_worker import NewLoopInWorker
from flake8_async_offload.rules.aso504_shared_object_in_concurrent_threads import SharedObjectInConcurrentThreads
from flake8_async_offload.rules.aso505_thread_unsafe_library import ThreadUnsafeLibrary
from flake8_async_offload.rules.aso901_unaudited_offload import UnauditedOffload
from flake8_async_offload.rules.aso902_decision_expired import DecisionExpired
from flake8_async_offload.rules.aso903_decision_unmatched import DecisionUnmatched
from flake8_async_offload.rules.aso904_decision_contradicted import DecisionContradicted
from flake8_async_offload.rules.aso905_decision_incomplete import DecisionIncomplete
from flake8_async_offload.rules.aso906_ledger_invalid import LedgerInvalid
from flake8_async_offload.rules.aso907_decision_overtaken import DecisionOvertaken
from flake8_async_offload.rules.aso908_call_changed_since_review import CallChangedSinceReview
from flake8_async_offload.rules.aso909_decision_count_differs import DecisionCountDiffers
from flake8_async_offload.rules.aso999_internal_error import InternalError

RULES: tuple[type[Rule], ...] = (
    AsyncTwinOffloaded,
    AsyncTwinBlocksLoop,
    StdlibTwinOffloaded,
    AsyncPackageAvailable,
    ThreadBackedAsync,
    TrivialOffload,
    AsyncTwinInside,
    LongCpuOnDefaultPool,
    LongCpuBlocksLoop,
    GilBoundInThreads,
    ParkedWaitInSharedPool,
    ForeverInSharedPool,
    LongBackgroundOnRequestPool,
    SyncHealthEndpoint,
    UnboundedFanOut,
    NestedOffload,
    ThreadSensitiveSerialises,
    PoolOverCapacity,
    LongBlockingOnDefaultPool,
    TimeoutLeavesThread,
    CancelScopeWaitsForThread,
    ExecutorPerCall,
    ShutdownBlocksLoop,
    OffloadNeverAwaited,
    BlockingResultInCoroutine,
    ThreadsafeSelfDeadlock,
    NoTimeoutInside,
    CalledNotPassed,
    EagerBlockingArgument,
    CoroutineFunctionOffloaded,
    KeywordArgumentsRejected,
    UnpicklableForProcesses,
    StopIterationHangs,
    ProcessPoolAsDefault,
    LazyResultEscapes,
    ContextvarsLost,
    AsyncioObjectInThread,
    NewLoopInWorker,
    SharedObjectInConcurrentThreads,
    ThreadUnsafeLibrary,
    UnauditedOffload,
    DecisionExpired,
    DecisionUnmatched,
    DecisionContradicted,
    DecisionIncomplete,
    LedgerInvalid,
    DecisionOvertaken,
    CallChangedSinceReview,
    DecisionCountDiffers,
    InternalError,
)

BY_CODE: dict[str, type[Rule]] = {rule.code: rule for rule in RULES}
