from kmlib.findings import NO_TABLE


def codes(network):
    return [finding.code for finding in network.findings]


def test_a_data_tab_without_a_table_of_numbers_is_said_to_have_none(a_network):
    network = a_network(Data=["Please fill in the columns", "as in the template"])
    assert codes(network) == [NO_TABLE.code]
