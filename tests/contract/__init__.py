"""What every source and every target must do: one suite of each, which each provider passes in its own file."""

import pytest

# So that a clause that fails says what it saw.
pytest.register_assert_rewrite("tests.contract.target_contract", "tests.contract.source_contract")
