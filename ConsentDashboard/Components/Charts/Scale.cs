namespace ConsentDashboard.Components.Charts;

/// <summary>The axis of a drawing of counts.</summary>
public static class Scale
{
    /// <summary>The next number that divides by four and reads well: 4, 8, 12, 20, 40, 80, 120, 200, …</summary>
    public static long Ceiling(long most)
    {
        if (most == 0)
        {
            return 0;
        }

        for (long unit = 1; ; unit *= 10)
        {
            if (new long[] { 4, 8, 12, 20, 24, 32 }.Select(step => step * unit).FirstOrDefault(top => top >= most) is var found and > 0)
            {
                return found;
            }
        }
    }
}
