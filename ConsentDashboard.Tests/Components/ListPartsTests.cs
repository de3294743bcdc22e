using Bunit;
using ConsentDashboard.Components.Grids;
using ConsentDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;

namespace ConsentDashboard.Tests.Components;

public sealed class ListPartsTests : PartsContext
{
    [Fact]
    public void A_pager_offers_only_where_there_is_something()
    {
        var pager = Render<Pager>(parameters => parameters.Add(part => part.Next, "/list?older=7").Add(part => part.Last, "/list?at=last"));

        Assert.Equal(["First page", "Previous page"], pager.FindAll("[aria-disabled=true]").Select(step => step.GetAttribute("aria-label")));
        Assert.Equal("/list?older=7", pager.Find("[aria-label='Next page']").GetAttribute("href"));
    }

    [Fact]
    public void An_unused_filter_opens_its_fields_and_closes_on_Escape()
    {
        var chip = Render<FilterChip>(parameters => parameters.Add(part => part.Label, "State").AddChildContent("<input id='x'>"));
        Assert.Empty(chip.FindAll("[role=dialog]"));

        chip.Find("button").Click();
        Assert.Equal("true", chip.Find("button").GetAttribute("aria-expanded"));
        Assert.Equal("State", chip.Find("[role=dialog]").GetAttribute("aria-label"));

        chip.Find("button").KeyDown("Escape");
        Assert.Empty(chip.FindAll("[role=dialog]"));
    }

    [Fact]
    public void A_used_filter_says_its_value_and_can_be_removed()
    {
        var removed = false;
        var chip = Render<FilterChip>(parameters => parameters
            .Add(part => part.Label, "State")
            .Add(part => part.Value, "Withdrawn")
            .Add(part => part.OnClear, EventCallback.Factory.Create(this, () => removed = true)));

        Assert.Equal("State: Withdrawn", chip.Find("button[aria-expanded]").TextContent.Trim());
        chip.Find("[aria-label='Remove the filter: State']").Click();
        Assert.True(removed);
    }
}
